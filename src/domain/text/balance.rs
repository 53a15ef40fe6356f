//! Rewrites HTML so that parsing it takes time in proportion to its length.
//!
//! A conforming HTML parser is quadratic, or worse, on hostile input: each `<div>` looks through all
//! open elements for a paragraph to close, and formatting elements left open are opened anew, all of
//! them, in every later paragraph. Here each element is closed explicitly where the standard would close
//! it, unknown ones are left out, text in a table gets a cell, and beyond [`DEPTH`] open elements further
//! tags are left out. Text is never left out.

use std::collections::HashMap;

use super::element::{is_block, is_void, known};
use super::output::Output;
use super::tag::{Attribute, Scanner, Token};

/// The most elements open at a time. Sixty nested lists fit in; nobody can read that far.
pub(super) const DEPTH: usize = 128;

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
const ROW_GROUPS: [&str; 3] = ["tbody", "tfoot", "thead"];
const CELLS: [&str; 3] = ["td", "th", "caption"];
const TABLE_PARTS: [&str; 8] = ["table", "tbody", "tfoot", "thead", "tr", "td", "th", "caption"];

/// `html` with every element known, closed, in its place, and at most [`DEPTH`] deep.
pub(super) fn balance(html: &str) -> String {
    let mut balancer = Balancer { html: Output::with_capacity(html.len()), ..Balancer::default() };
    for token in Scanner::new(html) {
        match token {
            Token::Text(text) => balancer.text(text),
            Token::Less => balancer.text("&lt;"),
            Token::Open(name, attributes) => balancer.start(name, &attributes),
            Token::Close(name) => balancer.end(name),
            Token::Nothing => {}
        }
    }
    balancer.close_to(0);
    balancer.html.into_string()
}

#[derive(Debug, Default)]
struct Balancer {
    html: Output,
    open: Vec<&'static str>,
    /// How many start tags of a name were left out at the full depth, so that as many end tags are.
    left_out: HashMap<&'static str, usize>,
}

impl Balancer {
    fn text(&mut self, text: &str) {
        if !text.trim_ascii().is_empty() {
            self.ensure_cell();
        }
        self.html.text(text);
    }

    fn start(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        let Some(name) = known(name) else { return };
        if name == "input" {
            self.checkbox(attributes);
            return;
        }
        if TABLE_PARTS.contains(&name) && name != "table" {
            if !self.place_table_part(name) {
                return;
            }
        } else {
            self.ensure_cell();
            self.close_implied(name);
        }
        // A table must have room for its rows and cells: text straight in a table moves out of it.
        let room = if name == "table" { DEPTH - 4 } else { DEPTH };
        if self.open.len() >= room && !is_void(name) {
            *self.left_out.entry(name).or_default() += 1;
            return;
        }
        self.write_start(name, attributes);
    }

    /// A checkbox that cannot be ticked, which is all that a task list needs; other inputs are left out.
    fn checkbox(&mut self, attributes: &[Attribute<'_>]) {
        let named = |name: &str| attributes.iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
        let kind = named("type").and_then(|(_, value)| *value);
        if kind.is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
            self.ensure_cell();
            let checked = named("checked").map(|_| ("checked", None));
            let fixed = [("type", Some("checkbox")), ("disabled", None)];
            let attributes: Vec<_> = fixed.into_iter().chain(checked).collect();
            self.write_start("input", &attributes);
        }
    }

    fn write_start(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.html.start(name, attributes);
        if !is_void(name) {
            self.open.push(name);
        }
    }

    fn end(&mut self, name: &str) {
        let Some(name) = known(name) else { return };
        if let Some(count) = self.left_out.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        let found = if TABLE_PARTS.contains(&name) {
            self.find(&[name], &["table"])
        } else {
            self.find(&[name], &TABLE_PARTS)
        };
        if let Some(index) = found {
            self.left_out.clear();
            self.close_to(index);
        }
    }

    /// Closes what the standard says ends before `name` begins.
    fn close_implied(&mut self, name: &str) {
        let (ended, boundary): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "dd" | "dt" => (&["dd", "dt"], &["dl"]),
            "a" => (&["a"], &[]),
            _ => (&[], &[]),
        };
        if is_block(name)
            && let Some(index) = self.find(&["p"], &TABLE_PARTS)
        {
            self.close_to(index);
        }
        let boundary: Vec<&str> = boundary.iter().chain(&TABLE_PARTS).copied().collect();
        if let Some(index) = self.find(ended, &boundary) {
            self.close_to(index);
        }
        if HEADINGS.contains(&name) && self.open.last().is_some_and(|last| HEADINGS.contains(last)) {
            self.close_to(self.open.len() - 1);
        }
    }

    /// Closes up to where a part of a table belongs; false where there is no place for it.
    fn place_table_part(&mut self, name: &str) -> bool {
        let Some(table) = self.find(&["table"], &[]) else {
            return false;
        };
        let parent = match name {
            "tr" => self.find(&ROW_GROUPS, &["table"]),
            "td" | "th" => self.find(&["tr"], &["table"]),
            _ => None,
        };
        self.close_to(parent.unwrap_or(table) + 1);
        if matches!(name, "td" | "th") && parent.is_none() {
            self.write_start("tr", &[]);
        }
        true
    }

    /// Opens a cell when the innermost element is a table or a row: all that it may hold is cells.
    fn ensure_cell(&mut self) {
        let Some(last) = self.open.last() else { return };
        if !TABLE_PARTS.contains(last) || CELLS.contains(last) {
            return;
        }
        if *last != "tr" {
            self.write_start("tr", &[]);
        }
        self.write_start("td", &[]);
    }

    /// Index of the innermost open element among `names`, unless one of `boundary` is further in.
    fn find(&self, names: &[&str], boundary: &[&str]) -> Option<usize> {
        // Most often there is none at all, which is quicker to see than where it is.
        if !names.iter().any(|name| self.open.contains(name)) {
            return None;
        }
        let stop = |open: &str| names.contains(&open) || boundary.contains(&open);
        let index = self.open.iter().rposition(|open| stop(open))?;
        names.contains(&self.open[index]).then_some(index)
    }

    /// Closes elements until `length` are open.
    fn close_to(&mut self, length: usize) {
        while self.open.len() > length {
            let Some(name) = self.open.pop() else { return };
            self.html.end(name);
        }
    }
}

#[cfg(test)]
mod tests;
