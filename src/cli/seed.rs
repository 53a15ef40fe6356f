//! `tribune seed`.

use std::process::ExitCode;

use clap::Args;

use super::progress::Bar;
use super::{Failure, open};
use crate::config::{Config, Environment};
use crate::demo;
use crate::domain::Domain;

#[derive(Args)]
pub(super) struct Seed {
    /// Fill it in production all the same.
    #[arg(long)]
    force: bool,
}

impl Seed {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        if config.env == Environment::Production && !self.force {
            return Err("the demo's passwords are known to everybody: it is not filled in in production; --force does it all the same".into());
        }
        fill(&open(config).await?).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Fills an empty database with the demo, telling how far it is.
pub(super) async fn fill(domain: &Domain) -> Result<(), Failure> {
    let mut bar = Bar::new("Filling the demo");
    let summary =
        demo::fill(domain, &mut |progress| bar.show(progress.stage, progress.done, Some(progress.total)))
            .await?;
    bar.end();
    if summary.added {
        say!(
            "The demo is in: {} people, {} posts, {} comments, {} reactions, {} bookmarks, {} follows.",
            summary.people,
            summary.posts,
            summary.comments,
            summary.reactions,
            summary.bookmarks,
            summary.follows
        )?;
    } else {
        say!("The demo is in already; nothing was added.")?;
    }
    Ok(())
}
