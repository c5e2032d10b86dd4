// SPDX-License-Identifier: MIT
// The subcommands of bdf-sample, a file each. They throw bdf::Error.
#pragma once

namespace CLI {
class App;
}

namespace bdf::sample {

void add_make(CLI::App& app);
void add_families(CLI::App& app);
void add_statistics(CLI::App& app);
void add_links(CLI::App& app);
/// `night`, and `night-base`.
void add_night(CLI::App& app);
/// Sets the exit code when it runs.
void add_score(CLI::App& app, int& exit_code);

}  // namespace bdf::sample
