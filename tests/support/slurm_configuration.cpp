// SPDX-License-Identifier: MIT
#include "support/slurm_configuration.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <random>
#include <stdexcept>

namespace bdf::tests {

namespace {

bool is_free(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const bool bound = bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(socket);
  return bound;
}

/// Below those that the kernel gives to connections, which could take it before the server does.
int free_port() {
  std::random_device random;
  std::uniform_int_distribution<int> ports(15000, 32000);
  for (int tries = 0; tries < 1000; ++tries)
    if (const int port = ports(random); is_free(port)) return port;
  throw std::runtime_error("no free port");
}

/// By which Slurm knows a machine: without its domain.
std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) throw std::runtime_error("gethostname");
  const std::string whole = name.data();
  return whole.substr(0, whole.find('.'));
}

/// For this machine alone, and without control groups, which take its whole administration,
/// accounting and mail; what has ended is remembered for a whole test. Schedules every second, not
/// every minute. A node that is silent for five seconds, not for five minutes, is lost, once two or
/// three calls to it have waited for MessageTimeout. A requeued job waits for cred_expire, ten
/// seconds and not two minutes; it is also the time that a loaded machine has to start a job.
constexpr const char* configuration = R"(ClusterName=bdf
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=10
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
MinJobAge=86400
MaxArraySize=100001
MaxJobCount=200000
JobRequeue=1
ReturnToService=2
SlurmdTimeout=5
MessageTimeout=5
KillWait=2
SlurmdParameters=config_overrides
PartitionName=night Nodes=ALL Default=YES MaxTime=INFINITE State=UP
)";

}  // namespace

void write_munge_key(const std::filesystem::path& path) {
  std::random_device random;
  std::ofstream file(path, std::ios::binary);
  for (int i = 0; i < 128; ++i) file.put(static_cast<char>(random()));
  file.close();
  using std::filesystem::perms;
  std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
}

void write_slurm_configuration(const std::filesystem::path& folder,
                               const std::vector<std::string>& nodes) {
  std::ofstream file(folder / "slurm.conf");
  file << fmt::format(configuration, fmt::arg("host", host_name()), fmt::arg("port", free_port()),
                      fmt::arg("user", geteuid()), fmt::arg("folder", folder.string()));
  for (const auto& node : nodes)
    file << fmt::format(
        "NodeName={} NodeHostname={} NodeAddr=127.0.0.1 Port={} CPUs=4 RealMemory=1024\n", node,
        host_name(), free_port());
  // Found beside slurm.conf. Left to itself, slurmd takes the control groups that the machine has,
  // and gives up where it may not administer them; this way it takes none.
  std::ofstream(folder / "cgroup.conf") << "CgroupPlugin=cgroup/v1\n";
}

}  // namespace bdf::tests
