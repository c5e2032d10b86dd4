// SPDX-License-Identifier: MIT
#include "io/xml_output.h"

#include <libxml/xmlwriter.h>

#include <new>

namespace bdf::io {

namespace {

struct FreeBuffer {
  void operator()(xmlBuffer* buffer) const noexcept { xmlBufferFree(buffer); }
};
struct FreeWriter {
  void operator()(xmlTextWriter* writer) const noexcept { xmlFreeTextWriter(writer); }
};

const xmlChar* xml(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}

/// Into memory, it can only fail for want of it.
void require(int result) {
  if (result < 0) throw std::bad_alloc();
}

}  // namespace

struct XmlOutput::Writer {
  std::unique_ptr<xmlBuffer, FreeBuffer> buffer{xmlBufferCreate()};
  std::unique_ptr<xmlTextWriter, FreeWriter> text{buffer ? xmlNewTextWriterMemory(buffer.get(), 0)
                                                         : nullptr};
};

XmlOutput::XmlOutput() : writer_(std::make_unique<Writer>()) {
  if (!writer_->text) throw std::bad_alloc();
  require(xmlTextWriterSetIndent(writer_->text.get(), 1));
  require(xmlTextWriterStartDocument(writer_->text.get(), nullptr, "UTF-8", nullptr));
}

XmlOutput::~XmlOutput() = default;

XmlOutput& XmlOutput::open(const std::string& name) {
  require(xmlTextWriterStartElement(writer_->text.get(), xml(name)));
  return *this;
}

XmlOutput& XmlOutput::attribute(const std::string& name, const std::string& value) {
  require(xmlTextWriterWriteAttribute(writer_->text.get(), xml(name), xml(value)));
  return *this;
}

XmlOutput& XmlOutput::text(std::string_view value) {
  require(xmlTextWriterWriteString(writer_->text.get(), xml(std::string(value))));
  return *this;
}

XmlOutput& XmlOutput::close() {
  require(xmlTextWriterEndElement(writer_->text.get()));
  return *this;
}

XmlOutput& XmlOutput::element(const std::string& name, std::string_view value) {
  return open(name).text(value).close();
}

std::string XmlOutput::finish() {
  require(xmlTextWriterEndDocument(writer_->text.get()));
  require(xmlTextWriterFlush(writer_->text.get()));
  return {reinterpret_cast<const char*>(xmlBufferContent(writer_->buffer.get())),
          static_cast<std::size_t>(xmlBufferLength(writer_->buffer.get()))};
}

}  // namespace bdf::io
