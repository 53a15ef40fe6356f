//! Input made to overflow the stack or to take quadratic time.
//!
//! The stack is that of a worker thread of the server; time is bounded loosely, for unoptimised builds
//! on busy machines: what is quadratic takes minutes at this size.

#![allow(clippy::expect_used)]

use std::time::{Duration, Instant};

use super::super::{Rendered, process};

/// Length of each input in bytes.
const LENGTH: usize = 200_000;

/// Stack of a worker thread in bytes.
const STACK: usize = 2 * 1024 * 1024;

const PATIENCE: Duration = Duration::from_secs(30);

/// `unit` as often as it fits.
fn flood(unit: &str) -> String {
    unit.repeat(LENGTH / unit.len())
}

/// Half as much as [`flood`], with a number in each.
fn numbered(before: &str, after: &str) -> String {
    (0..LENGTH / 2 / (before.len() + after.len() + 5)).map(|n| format!("{before}{n}{after}")).collect()
}

fn process_in_worker(markdown: String) -> Rendered {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || process(&markdown));
    worker.expect("a thread starts").join().expect("the stack suffices")
}

fn assert_quick(inputs: impl IntoIterator<Item = String>) {
    for input in inputs {
        let beginning: String = input.chars().take(40).collect();
        let length = input.len();
        let start = Instant::now();
        let rendered = process_in_worker(input);
        let taken = start.elapsed();
        assert!(taken < PATIENCE, "{beginning:?} took {taken:?}");
        assert!(rendered.html.len() <= 40 * length, "{beginning:?} became {} bytes", rendered.html.len());
    }
}

#[test]
fn floods_of_punctuation() {
    let units = "> [ * _ ~ ` ! < & \\ | : # = + - ![ [^ ]( [a]( [a][ a**b *_ _* <!-- <? <![CDATA[ </ &# \\| ~~~ @ www.";
    assert_quick(units.split(' ').map(flood));
    assert_quick(["£", "\u{a0}", "é", "\u{0}", "\r"].map(flood));
    assert_quick([format!("<p title=\"{}\">", flood("£")), format!("[a](/{})", flood("&"))]);
}

#[test]
fn floods_of_lines() {
    let units = "a|b|-|-~~~|```|# a|a+=|- a|[a]: b|[a]: b \"|---";
    assert_quick(units.split('|').map(|unit| flood(&format!("{unit}\n"))));
    assert_quick(["a|b\n", "|-\n", "a\n=\n", "\n", "a\n\n", "- a\n\n"].map(flood));
}

#[test]
fn floods_of_openings() {
    assert_quick(["> ", "- ", "1. ", "> - ", "*a **b ", "~a ~~b ", "[a](<b", "[a](b \""].map(flood));
    assert_quick(["a <b c=\"", "a <!-- -", "<b c=\"", "a@b.", "http://a.b ", "[a](b)"].map(flood));
}

#[test]
fn floods_of_html() {
    let units = "<div> <p> <b> <a> <ul><li> <dl><dd> <table> <table><tr><td> <table>x</table> <h1> <ruby><rt> <svg> \
        <math> <template> <select><option> <button> <script> <style> <textarea> <b><i></b></i> <b><p></b> </p> </div>";
    assert_quick(units.split_ascii_whitespace().map(flood));
}

#[test]
fn floods_of_numbered_things() {
    assert_quick([
        numbered("[a", "]: b\n"),
        numbered("[^", "]: a\n\n"),
        numbered("a[^1] [^", "]: a\n\n"),
        numbered("<b a=", ">"),
        numbered("<font a=", "><p>"),
        format!("<p {}>", numbered(" a", "=1")),
        numbered("# ", "\n"),
        (1..600).map(|n| format!("{}x", "`".repeat(n))).collect(),
    ]);
}

#[test]
fn formatting_left_open_is_not_opened_anew_in_every_paragraph() {
    let tags: String = (0..5_000).map(|n| format!("<b title={n}>")).collect();
    let rendered = process_in_worker(format!("{tags}{}", "\n\na".repeat(20_000)));
    assert!(rendered.html.matches("<b ").count() <= 200, "{}", rendered.html.len());
    assert_eq!(rendered.word_count, 20_000);
}

#[test]
fn footnotes_and_tables_do_not_grow_out_of_proportion() {
    let references = process_in_worker("[^1] ".repeat(LENGTH / 5) + "\n\n[^1]: a");
    assert!(references.html.len() < 40 * LENGTH, "{}", references.html.len());
    let head = format!("|{}\n|{}\n", "a|".repeat(1_000), "-|".repeat(1_000));
    let table = process_in_worker(head + &"|b\n".repeat(60_000));
    assert!(table.html.len() < 5 * LENGTH, "{}", table.html.len());
    assert!(table.html.contains("<td>b</td>\n</tr>"), "no row without its empty cells");
}

#[test]
fn no_text_is_lost_however_deep() {
    for (open, close) in
        [(">", ""), ("- ", ""), ("<div>", "</div>"), ("*a ", " b*"), ("<b>", ""), ("<table><tr><td>", "")]
    {
        let input = format!("{}needle{}\n\nlater", open.repeat(20_000), close.repeat(20_000));
        let rendered = process_in_worker(input);
        assert!(rendered.html.contains("needle") && rendered.html.contains("later"), "{open:?}");
    }
}
