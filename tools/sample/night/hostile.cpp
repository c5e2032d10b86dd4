// SPDX-License-Identifier: MIT
#include "night/hostile.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <string_view>

#include "base/error.h"
#include "io/text_output.h"
#include "night/base.h"
#include "night/checkout.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view reaches = "troncon_hydrographique";
constexpr std::string_view hedges = "haie";
constexpr const char* data_name = "contribution.gpkg";
constexpr std::size_t huge = 20'000;

/// All of the first office, with its own copy of what it took from the base.
class Forger {
 public:
  Forger(const NightPlace& place, const NightCountry& night, const EditSource& source)
      : place_(place), night_(night), source_(source), good_(place.work / "good.gpkg") {
    const Sending sending = taken("good", "hydro");
    edit(sending, some_edits(1));
    write_contribution(place_, sending, good_);
  }

  [[nodiscard]] const NightPlace& place() const { return place_; }
  /// A contribution with nothing wrong in it.
  [[nodiscard]] const fs::path& good() const { return good_; }

  /// A manifest as the office would write it.
  void manifest(const fs::path& folder, const std::string& data = data_name,
                const std::string& producer = "") const {
    Sending sending = hydro();
    if (!producer.empty()) sending.producer = producer;
    write_manifest(folder, sending, data);
  }

  void contribution_with(const fs::path& folder, const std::string& theme,
                         const std::function<void(Checkout&)>& work) const {
    Sending sending = taken(folder.filename(), theme);
    sending.confirms_deletions = true;
    edit(sending, work);
    write_contribution(place_, sending, folder / data_name);
    write_manifest(folder, sending, data_name);
  }

  void layers_with(const fs::path& folder, const std::function<void(Checkout&)>& work) const {
    const Sending sending = taken(folder.filename(), "hydro");
    edit(sending, work);
    fs::rename(sending.local, folder / "layers.gpkg");
    write_manifest(folder, sending, "layers.gpkg");
  }

  void of_another_base(const fs::path& folder) const {
    Sending sending = hydro();
    sending.base = place_.work / "other_base.gpkg";
    make_night_base(*place_.bdf, place_.world, sending.base, true);
    sending.local = place_.work / "other.gpkg";
    place_.bdf->run({"base", "checkout", "--base", sending.base, "--territory", sending.territory,
                     "--layer", std::string(reaches), "--out", sending.local, "--now", night_time,
                     "--quiet"});
    edit(sending, [](Checkout& checkout) {
      checkout.run("UPDATE troncon_hydrographique SET inventaire_police_de_l_eau = 'Inscrit'");
    });
    write_contribution(place_, sending, folder / data_name);
    write_manifest(folder, sending, data_name);
  }

  void of_a_stranger(const fs::path& folder) const {
    Sending sending = taken(folder.filename(), "hydro");
    sending.producer = "Bureau inconnu";
    edit(sending, some_edits(2));
    write_contribution(place_, sending, folder / data_name);
    write_manifest(folder, sending, data_name);
  }

  /// Of the first reach on the office's territory.
  [[nodiscard]] Edit with_far_vertex() const {
    const std::size_t layer = layer_named(reaches);
    std::size_t feature = 0;
    while (night_.homes[layer][feature].front() != 0) ++feature;
    Edit edit{layer, {}};
    Version version{night_.country.layers[layer].features[feature], {}, {geometry}};
    version.origins = {{version.feature.number, 0, 1}};
    edit.story.ancestor = {version};
    version.feature.shape.path().back().x = 1e308;
    edit.story.local = {version};
    return edit;
  }

  /// Short hedges in rows, from the corner of the ground.
  [[nodiscard]] Edit with_rows_of_hedges() const {
    const std::size_t layer = layer_named(hedges);
    const Ground& ground = night_.country.ground;
    Edit edit{layer, {}};
    constexpr std::size_t width = 200;
    for (std::size_t i = 0; i < huge; ++i) {
      Version version;
      const double x = ground.min_x + 25.0 * static_cast<double>(i % width);
      const std::size_t row = i / width;
      const double y = ground.min_y + 25.0 * static_cast<double>(row);
      version.feature.number = first_number + 900'000'000 + i;
      version.feature.shape = line_shape({{x, y, 0}, {x + 7, y + 3, 0}, {x + 15, y, 0}});
      version.feature.set("cleabs", Value());
      version.origins = {{version.feature.number, 0, 1}};
      edit.story.local.push_back(std::move(version));
    }
    return edit;
  }

  void apply(Checkout& checkout, const Edit& edit) const {
    checkout.apply(edit, source_.writer(edit.layer));
  }

  [[nodiscard]] std::function<void(Checkout&)> deleting_all(const std::string& theme) const {
    return [this, theme](Checkout& checkout) {
      for (const Layer& layer : night_.country.layers) {
        if (night_.themes.theme_of(layer.name)->name == theme)
          checkout.run("DELETE FROM " + layer.name);
      }
    };
  }

 private:
  [[nodiscard]] Sending hydro() const {
    return {{}, night_.offices[0].name, "hydro", night_.offices[0].code, place_.base()};
  }
  [[nodiscard]] Sending taken(const std::string& name, const std::string& theme) const {
    Sending sending = hydro();
    sending.theme = theme;
    sending.local = place_.work / (name + ".local.gpkg");
    fs::copy_file(place_.checkout(night_.offices[0], theme), sending.local);
    return sending;
  }
  static void edit(const Sending& sending, const std::function<void(Checkout&)>& work) {
    Checkout checkout(sending.local);
    work(checkout);
  }
  [[nodiscard]] std::function<void(Checkout&)> some_edits(std::size_t which) const {
    return [this, which](Checkout& checkout) {
      for (const Edit& edit : source_.edits({1'000'000 + which, 0, "hydro", 3}))
        apply(checkout, edit);
    };
  }
  [[nodiscard]] std::size_t layer_named(std::string_view name) const {
    std::size_t layer = 0;
    while (night_.country.layers[layer].name != name) ++layer;
    return layer;
  }

  const NightPlace& place_;
  const NightCountry& night_;
  const EditSource& source_;
  fs::path good_;
};

void write_text_file(const fs::path& path, std::string_view text) {
  io::TextOutput file(path);
  file << text;
  file.close();
}

void make_fifo(const fs::path& path) {
  if (mkfifo(path.c_str(), 0600) != 0)
    throw StoreError(path.string() + " cannot be made: " + std::strerror(errno));
}

void truncated(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder);
  fs::copy_file(forger.good(), folder / data_name);
  fs::resize_file(folder / data_name, fs::file_size(folder / data_name) * 3 / 5);
}
void no_yaml(const Forger& forger, const fs::path& folder) {
  write_text_file(folder / "deposit.yaml", "producer: [DDT 38\n\ttheme: {hydro\n");
  fs::copy_file(forger.good(), folder / data_name);
}
void missing_data(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder, "nowhere.gpkg");
}
void outside(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder, "../../outside.gpkg");
  fs::copy_file(forger.good(), forger.place().world / "outside.gpkg");
}
void absolute(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder, "/etc/passwd");
}
void another_base(const Forger& forger, const fs::path& folder) { forger.of_another_base(folder); }
void stranger(const Forger& forger, const fs::path& folder) { forger.of_a_stranger(folder); }
void impostor(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder, data_name, "DDT 99");
  fs::copy_file(forger.good(), folder / data_name);
}
void deletes_all(const Forger& forger, const fs::path& folder) {
  forger.contribution_with(folder, "vegetation", forger.deleting_all("vegetation"));
}
void empty_layers(const Forger& forger, const fs::path& folder) {
  forger.layers_with(folder, forger.deleting_all("hydro"));
}
void plain_text(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder);
  write_text_file(folder / data_name, "Veuillez trouver ci-joint nos modifications.\n");
}
void far_vertex(const Forger& forger, const fs::path& folder) {
  forger.layers_with(folder,
                     [&](Checkout& checkout) { forger.apply(checkout, forger.with_far_vertex()); });
}
void very_large(const Forger& forger, const fs::path& folder) {
  forger.contribution_with(folder, "vegetation", [&](Checkout& checkout) {
    forger.apply(checkout, forger.with_rows_of_hedges());
  });
}
void no_utf8(const Forger& forger, const fs::path& folder) {
  forger.layers_with(folder, [](Checkout& checkout) {
    checkout.run(
        "UPDATE troncon_hydrographique SET commentaire_sur_l_objet_hydro = CAST(X'C328FF41' AS "
        "TEXT)"
        " WHERE fid = (SELECT min(fid) FROM troncon_hydrographique)");
  });
}
void link_elsewhere(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder);
  fs::create_symlink("/etc/passwd", folder / data_name);
}
void fifo(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder);
  make_fifo(folder / data_name);
}
void fifo_manifest(const Forger& forger, const fs::path& folder) {
  make_fifo(folder / "deposit.yaml");
  fs::copy_file(forger.good(), folder / data_name);
}
void endless_manifest(const Forger& forger, const fs::path& folder) {
  fs::create_symlink("/dev/zero", folder / "deposit.yaml");
  fs::copy_file(forger.good(), folder / data_name);
}
void no_manifest(const Forger& forger, const fs::path& folder) {
  fs::copy_file(forger.good(), folder / data_name);
}
void data_is_folder(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder);
  fs::create_directory(folder / data_name);
}
void closed(const Forger& forger, const fs::path& folder) {
  forger.manifest(folder);
  fs::copy_file(forger.good(), folder / data_name);
  fs::permissions(folder, fs::perms::none);
}

struct Kind {
  std::string_view name;
  std::string_view wrong;
  void (*write)(const Forger&, const fs::path&);
};
constexpr std::array kinds{
    Kind{"truncated", "the GeoPackage ends after three fifths of it", truncated},
    Kind{"no-yaml", "the manifest is no YAML", no_yaml},
    Kind{"missing-data", "the manifest names a file that is not there", missing_data},
    Kind{"outside", "the data lie outside of the folder: ../../outside.gpkg", outside},
    Kind{"absolute", "the data are /etc/passwd", absolute},
    Kind{"another-base", "the contribution was made from another base", another_base},
    Kind{"stranger", "nobody knows the producer: Bureau inconnu", stranger},
    Kind{"impostor", "the manifest says DDT 99, the contribution another producer", impostor},
    Kind{"deletes-all", "the contribution deletes everything", deletes_all},
    Kind{"empty-layers", "the layers have no feature left", empty_layers},
    Kind{"plain-text", "the GeoPackage is a letter", plain_text},
    Kind{"far-vertex", "a vertex lies at 1e308", far_vertex},
    Kind{"very-large", "the contribution has 20 000 new hedges", very_large},
    Kind{"no-utf8", "a text is no UTF-8", no_utf8},
    Kind{"symbolic-link", "the data are a symbolic link to /etc/passwd", link_elsewhere},
    Kind{"fifo", "the data are a named pipe, into which nobody writes", fifo},
    Kind{"fifo-manifest", "the manifest is a named pipe, into which nobody writes", fifo_manifest},
    Kind{"endless-manifest", "the manifest is a symbolic link to /dev/zero", endless_manifest},
    Kind{"no-manifest", "there is no manifest", no_manifest},
    Kind{"folder-as-data", "the data are a folder", data_is_folder},
    Kind{"closed", "nobody (but root) may look into the folder", closed}};

}  // namespace

void write_hostile_deposits(const NightPlace& place, const NightCountry& night,
                            const EditSource& source, std::size_t ordinary) {
  const Forger forger(place, night, source);
  io::TextOutput list(place.world / "hostile.txt");
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const std::string name =
        fmt::format("{:04}_x_{}", 1 + i * ordinary / kinds.size(), kinds[i].name);
    fs::create_directories(place.deposit(name));
    kinds[i].write(forger, place.deposit(name));
    list << name << "\t" << kinds[i].wrong << "\n";
  }
  list.close();
}

}  // namespace bdf::sample
