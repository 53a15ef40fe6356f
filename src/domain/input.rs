//! Reading what people typed: every field of an input is looked at, and all problems are told at once.

use std::ops::RangeInclusive;

use url::Url;

use super::error::{Error, Problem, ProblemCode, Result};
use super::text::{has_control, has_control_in_line, is_blank};

/// Characters of the longest web address.
const MAX_URL: usize = 2_000;

/// Collects the problems of one input.
#[derive(Debug, Default)]
pub struct Input {
    problems: Vec<Problem>,
}

impl Input {
    pub fn refuse(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Ends the reading: the problems, if there are any.
    pub fn finish(self) -> Result<()> {
        if self.problems.is_empty() { Ok(()) } else { Err(Error::Problems(self.problems)) }
    }

    /// Whether there is no problem so far.
    pub fn is_right(&self) -> bool {
        self.problems.is_empty()
    }

    pub fn problems(self) -> Vec<Problem> {
        self.problems
    }

    /// A single line: trimmed, empty when nothing of it can be seen, without control characters, of so many characters.
    pub fn line(
        &mut self,
        field: &'static str,
        name: &str,
        text: &str,
        length: RangeInclusive<usize>,
    ) -> String {
        let mut text = text.trim();
        if has_control_in_line(text) {
            self.refuse(invalid(
                field,
                format!("{name} must not contain control characters or line breaks."),
            ));
        } else if is_blank(text) {
            text = "";
        }
        self.length(field, name, text, length);
        text.to_owned()
    }

    /// Text of many lines: kept as it is, without control characters, of so many characters.
    pub fn text(
        &mut self,
        field: &'static str,
        name: &str,
        text: &str,
        length: RangeInclusive<usize>,
    ) -> String {
        if has_control(text) {
            self.refuse(invalid(field, format!("{name} must not contain control characters.")));
        }
        if *length.start() > 0 && is_blank(text) {
            self.refuse(Problem::new(ProblemCode::Blank, format!("{name} must not be empty.")).at(field));
        } else {
            self.length(field, name, text, length);
        }
        text.to_owned()
    }

    /// A line that may be left empty, which clears it.
    pub fn optional_line(
        &mut self,
        field: &'static str,
        name: &str,
        text: Option<&str>,
        max: usize,
    ) -> Option<String> {
        let text = self.line(field, name, text?, 0..=max);
        (!text.is_empty()).then_some(text)
    }

    /// An address on the web; empty clears it.
    pub fn optional_url(&mut self, field: &'static str, name: &str, text: Option<&str>) -> Option<String> {
        let text = self.optional_line(field, name, text, MAX_URL)?;
        match Url::parse(&text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Some(url.into()),
            _ => {
                self.refuse(invalid(
                    field,
                    format!("{name} must be an address that begins with http:// or https://."),
                ));
                None
            }
        }
    }

    fn length(&mut self, field: &'static str, name: &str, text: &str, length: RangeInclusive<usize>) {
        let (min, max) = (*length.start(), *length.end());
        let count = text.chars().count();
        let problem = if count == 0 && min > 0 {
            Problem::new(ProblemCode::Blank, format!("{name} must not be empty."))
        } else if count < min {
            Problem::new(
                ProblemCode::TooShort,
                format!("{name} has {count} characters; at least {min} are needed."),
            )
        } else if count > max {
            Problem::new(
                ProblemCode::TooLong,
                format!("{name} has {count} characters; at most {max} are allowed."),
            )
        } else {
            return;
        };
        self.refuse(problem.at(field).bounds((min > 0).then_some(min), Some(max)));
    }
}

/// A value that is not of its form.
pub fn invalid(field: &'static str, message: impl Into<String>) -> Problem {
    Problem::new(ProblemCode::Invalid, message).at(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_problems_come_at_once() {
        let mut input = Input::default();
        input.line("title", "The title", "a\u{0}b", 1..=2);
        input.text("body_markdown", "The text", " \n ", 1..=10);
        input.optional_url("canonical_url", "The address", Some("javascript:alert(1)"));
        let codes: Vec<_> = input.problems().iter().map(|problem| (problem.field, problem.code)).collect();
        assert_eq!(
            codes,
            [
                (Some("title"), ProblemCode::Invalid),
                (Some("title"), ProblemCode::TooLong),
                (Some("body_markdown"), ProblemCode::Blank),
                (Some("canonical_url"), ProblemCode::Invalid),
            ]
        );
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let mut input = Input::default();
        assert_eq!(input.line("title", "The title", " ééé ", 1..=3), "ééé");
        assert_eq!(input.optional_line("bio", "The bio", Some("  "), 3), None);
        input.finish().unwrap();
    }
}
