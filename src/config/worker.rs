//! Work behind the requests.

use clap::Args;

use super::documents::Switch;

/// Whether and how much a server works behind the requests.
#[derive(Args, Clone, Debug)]
pub struct WorkerConfig {
    /// Whether `serve` also does the jobs; without, `tribune worker` has to run beside it.
    #[arg(long, env = "TRIBUNE_WORKER", global = true, value_enum, default_value = "on")]
    pub worker: Switch,

    /// Jobs that one process does at once, 1 to 100.
    #[arg(
        long, env = "TRIBUNE_WORKER_JOBS", global = true, value_name = "NUMBER", default_value = "4",
        value_parser = clap::value_parser!(u32).range(1..=100)
    )]
    pub worker_jobs: u32,
}
