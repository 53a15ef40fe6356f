//! Writing the text of a post.

use std::collections::HashSet;

use super::chance::Chance;
use super::library::{Block, Library};
use super::titles::{about, in_month};
use super::words::extras::{CODE_LEADS, LIST_LEADS, QUOTES, TABLE_LEADS};
use super::words::prose::{CLOSINGS, HEADINGS, LEADS, MONTHS, ONWARD, SENTENCES};
use super::words::topics::Topic;
use crate::domain::text;

/// Different paragraphs on one topic. Many posts share them, which is what makes the demo quick to render.
const PARAGRAPHS: usize = 70;
const LISTS: usize = 14;

/// What the posts on one topic are made of, beside their own beginnings.
pub(super) struct Desk {
    paragraphs: Vec<Block>,
    /// Each with the line before it.
    extras: Vec<(Block, Block)>,
    quotes: Vec<Block>,
}

impl Desk {
    pub(super) fn lay_out(topic: &Topic, library: &mut Library, chance: &mut Chance) -> Self {
        let paragraphs = (0..PARAGRAPHS).map(|_| library.keep(paragraph(topic, chance))).collect();
        let mut extras = Vec::new();
        for _ in 0..LISTS {
            let lead = library.keep(chance.pick(&LIST_LEADS).to_owned());
            extras.push((lead, library.keep(list(topic, chance))));
        }
        // As often as lists, however few there are.
        for index in 0..LISTS / 2 {
            let lead = library.keep(chance.pick(&TABLE_LEADS).to_owned());
            extras.push((lead, library.keep(table(topic.table))));
            let lead = library.keep(chance.pick(&CODE_LEADS).to_owned());
            let (language, listing) = topic.code[index % topic.code.len()];
            extras.push((lead, library.keep(format!("```{language}\n{listing}\n```"))));
        }
        let quotes = QUOTES.iter().map(|quote| library.keep((*quote).to_owned())).collect();
        Self { paragraphs, extras, quotes }
    }

    /// A text of about so many words.
    pub(super) fn write(
        &self,
        subject: &str,
        words: usize,
        library: &mut Library,
        chance: &mut Chance,
    ) -> Vec<Block> {
        let month = chance.pick(&MONTHS);
        let onward = chance.some(&ONWARD, 2);
        let mut lead = format!("{} {}", about(chance.pick(&LEADS), subject), onward[0]);
        // The excerpt is made of this paragraph alone.
        if lead.len() < text::plain::EXCERPT + 30 {
            lead = format!("{lead} {}", onward[1]);
        }
        let mut blocks = vec![library.keep(in_month(&lead, month))];
        let closing = library.keep(in_month(chance.pick(&CLOSINGS), month));
        let mut paragraphs = chance.some(&self.paragraphs, PARAGRAPHS).into_iter();
        let mut headings = chance.some(&HEADINGS, HEADINGS.len()).into_iter();
        let mut used = HashSet::new();
        let mut count = library.words_of(blocks[0]) + library.words_of(closing);
        while count < words {
            let begin = blocks.len();
            if let Some(heading) = headings.next() {
                blocks.push(library.keep(format!("## {}", in_month(heading, month))));
            }
            blocks.extend(paragraphs.next());
            let (lead, extra) = chance.pick(&self.extras);
            if chance.happens(380) && used.insert(extra) {
                blocks.extend([lead, extra]);
            } else if chance.happens(220) {
                let quote = chance.pick(&self.quotes);
                blocks.extend(used.insert(quote).then_some(quote));
                blocks.extend(paragraphs.next());
            } else if chance.happens(400) {
                blocks.extend(paragraphs.next());
            }
            count += blocks[begin..].iter().map(|block| library.words_of(*block)).sum::<usize>();
        }
        blocks.push(closing);
        blocks
    }
}

/// Three or four sentences, of the topic and of life in turn.
fn paragraph(topic: &Topic, chance: &mut Chance) -> String {
    let special = chance.some(topic.sentences, 2);
    let general = chance.some(&SENTENCES, 2);
    let mut sentences = vec![special[0], general[0], special[1]];
    if chance.happens(500) {
        sentences.push(general[1]);
    }
    if chance.happens(350) {
        sentences.swap(0, 1);
    }
    sentences.join(" ")
}

/// Advice, in one of the three kinds of lists.
fn list(topic: &Topic, chance: &mut Chance) -> String {
    let (kind, count) = (chance.below(5), chance.between(3, 5));
    let items = chance.some(topic.tips, count).into_iter().enumerate().map(|(index, tip)| match kind {
        0 | 1 => format!("{}. {tip}", index + 1),
        2 => format!("- [{}] {tip}", if index % 2 == 0 { "x" } else { " " }),
        _ => format!("- {tip}"),
    });
    items.collect::<Vec<_>>().join("\n")
}

fn table(rows: &[&[&str]]) -> String {
    let line = |cells: &[&str]| format!("| {} |", cells.join(" | "));
    let mut lines: Vec<String> = rows.iter().map(|row| line(row)).collect();
    let rule = vec!["---"; rows.first().map_or(0, |row| row.len())];
    lines.insert(1, line(&rule));
    lines.join("\n")
}
