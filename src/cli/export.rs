//! `tribune export`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::progress::Bar;
use super::{Failure, open};
use crate::config::Config;
use crate::export::export_folder;

#[derive(Args)]
pub(super) struct Export {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Subcommand)]
enum Kind {
    /// A folder of Markdown with YAML front matter, a file a post, which `tribune import markdown` reads. Comments,
    /// reactions and deleted posts stay.
    Markdown {
        /// The folder; it must be empty, or not exist yet.
        folder: PathBuf,
    },
}

impl Export {
    pub(super) async fn run(self, config: &Config) -> Result<ExitCode, Failure> {
        let Kind::Markdown { folder } = self.kind;
        let domain = open(config).await?;
        let mut bar = Bar::new("Exporting");
        let written =
            export_folder(&domain, &folder, &mut |done, total| bar.show("posts", done, Some(total))).await?;
        bar.end();
        say!("exported  {written}")?;
        Ok(ExitCode::SUCCESS)
    }
}
