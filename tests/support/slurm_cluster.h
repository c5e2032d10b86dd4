// SPDX-License-Identifier: MIT
// A Slurm cluster of the test's own: a controller and two nodes on this machine.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/process_tree.h"
#include "support/run.h"

namespace bdf::tests {

/// What Slurm says of a job, or of a task of an array.
struct SlurmJob {
  std::string state;   ///< in Slurm's words: PENDING, RUNNING, COMPLETED, FAILED, CANCELLED, …
  std::string reason;  ///< "None", or why it waits or has not succeeded
  int exit_code = 0;   ///< of its script; 128 plus the signal that ended it
  int restarts = 0;    ///< how often it was requeued
  std::string node;    ///< "" before it runs
};

/// Each job by its number, "7", and each task of an array by "7_3".
using SlurmJobs = std::map<std::string, SlurmJob>;

/// Munge and Slurm from Debian, run by whoever runs the test, in a temporary folder; nothing of the
/// machine's own Slurm is touched, and there is no accounting: what has ended is asked of the
/// controller. All of it ends with this object, and with the thread that made it however that ends.
/// Throws, with the ends of the logs, where it cannot start.
class SlurmCluster {
 public:
  SlurmCluster();
  ~SlurmCluster();
  SlurmCluster(const SlurmCluster&) = delete;
  SlurmCluster& operator=(const SlurmCluster&) = delete;

  /// "n1" and "n2", each with room for four jobs of one processor.
  [[nodiscard]] static const std::vector<std::string>& nodes();
  /// Empty at first; where submitted jobs work and write what they say.
  [[nodiscard]] std::filesystem::path work() const { return folder_ / "work"; }
  /// What a client of this cluster has to find in its environment.
  [[nodiscard]] std::map<std::string, std::string> environment() const;
  /// A command, such as squeue or our own, as a client of this cluster.
  [[nodiscard]] Ran run(const std::vector<std::string>& argv) const;

  /// The number of a job of these options and words of sbatch.
  std::string submit(const std::vector<std::string>& argv) const;
  /// Those submitted so far.
  [[nodiscard]] SlurmJobs jobs() const;
  /// Throws, with what there is, where some job may still run or run again when the time is over.
  SlurmJobs wait_until_ended(std::chrono::seconds at_most = std::chrono::seconds(180)) const;
  /// The same, until that task or job is in that state.
  SlurmJob wait_for(const std::string& job, const std::string& state,
                    std::chrono::seconds at_most = std::chrono::seconds(60)) const;

  /// In Slurm's words; "*" at its end says that the node does not answer.
  [[nodiscard]] std::string state_of(const std::string& node) const;
  /// Everything on the node ends at one moment and says nothing; the controller finds out in about
  /// twenty seconds.
  void lose_power(const std::string& node);
  /// After which it takes jobs again.
  void return_power(const std::string& node);
  /// What runs there runs to its end, and nothing new comes.
  void drain(const std::string& node) const;
  void resume(const std::string& node) const;

 private:
  void try_to_start();
  void stop();
  [[nodiscard]] std::unique_ptr<ProcessTree> started(std::vector<std::string> words) const;
  void start_node(const std::string& node);
  [[nodiscard]] bool is_alive() const;
  [[nodiscard]] bool is_ready() const;
  void wait_until_it_takes_jobs(const std::string& node) const;
  void update(const std::string& node, const std::string& change) const;
  [[nodiscard]] std::string account() const;

  std::filesystem::path folder_;
  std::unique_ptr<ProcessTree> munge_;
  std::unique_ptr<ProcessTree> controller_;
  std::map<std::string, std::unique_ptr<ProcessTree>> running_;  ///< by node
};

}  // namespace bdf::tests
