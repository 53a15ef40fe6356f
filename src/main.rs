//! The program `tribune`.

/// A fifth fewer instructions a request than with the system's, which also keeps what a crowd took after it has gone.
/// Without transparent huge pages, for of those it gives back none that is used in part. The second version: with the
/// third, requests took a twentieth more time on one core.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    tribune::cli::run()
}
