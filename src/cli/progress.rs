//! How far something is: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// Lines elsewhere come at each of so many parts of the whole.
const PARTS: u64 = 4;

/// Tells how far something is.
pub(super) struct Bar {
    bar: Option<ProgressBar>,
    what: &'static str,
    said: Option<(String, u64)>,
}

impl Bar {
    pub(super) fn new(what: &'static str) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            // The template is a constant that parses.
            let style = ProgressStyle::with_template("{prefix} [{bar:30}] {pos}/{len} {msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.with_prefix(what)
        });
        Self { bar, what, said: None }
    }

    /// `total` where it is known.
    pub(super) fn show(&mut self, stage: &str, done: u64, total: Option<u64>) {
        if let Some(bar) = &self.bar {
            bar.set_length(total.unwrap_or(done));
            bar.set_position(done);
            bar.set_message(stage.to_owned());
            return;
        }
        let part = total.filter(|total| *total > 0).map_or(done / 100, |total| done * PARTS / total);
        let now = (stage.to_owned(), part);
        if self.said.as_ref() != Some(&now) {
            let of = total.map(|total| format!(" of {total}")).unwrap_or_default();
            eprintln!("{}: {stage} {done}{of}", self.what);
            self.said = Some(now);
        }
    }

    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
