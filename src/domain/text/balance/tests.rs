use super::{DEPTH, balance};

#[test]
fn sound_html_stays_as_it_is() {
    let html = "<p>a <b>b</b> &amp; <a href=\"/x\">c</a><br></p>\n<ul>\n<li>d<ul><li>e</li></ul></li>\n</ul>\n\
        <table>\n<thead>\n<tr>\n<th align=\"right\">f</th>\n</tr>\n</thead>\n<tbody><tr><td>g</td></tr></tbody></table>";
    assert_eq!(balance(html), html);
}

#[test]
fn elements_end_where_the_standard_ends_them() {
    for (html, expected) in [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<p>a<b>b<div>c</b></div>", "<p>a<b>b</b></p><div>c</div>"),
        (
            "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>",
        ),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        ("<a href=x>a<a>b", "<a href=\"x\">a</a><a>b</a>"),
        ("<h1>a<h2>b", "<h1>a</h1><h2>b</h2>"),
        ("<div><b>a</div>b</b>", "<div><b>a</b></div>b"),
        ("</p></br></div>a", "a"),
        ("<br>a</br><hr/>", "<br>a<hr>"),
    ] {
        assert_eq!(balance(html), expected, "{html}");
    }
}

#[test]
fn tables_hold_cells_only() {
    for (html, expected) in [
        ("<table>a</table>", "<table><tr><td>a</td></tr></table>"),
        ("<table><b>a<tr><td>b</table>c", "<table><tr><td><b>a</b></td></tr><tr><td>b</td></tr></table>c"),
        ("<table><td>a<td>b</table>", "<table><tr><td>a</td><td>b</td></tr></table>"),
        ("<td>a</td><tr>b", "ab"),
        ("<div><table><tr><td>a</div>b</table>", "<div><table><tr><td>ab</td></tr></table></div>"),
        ("<table>\n<caption>a<tr> <td>b", "<table>\n<caption>a</caption><tr> <td>b</td></tr></table>"),
    ] {
        assert_eq!(balance(html), expected, "{html}");
    }
}

#[test]
fn unknown_elements_and_attributes_are_left_out_and_text_is_not() {
    let html = "<svg onload=x><g>a</g></svg><font color=red>b</font><p onclick=x style='y' id=z ID=w>c";
    assert_eq!(balance(html), "ab<p id=\"z\">c</p>");
    assert_eq!(
        balance("<input><input type=text>a<input type=CheckBox>"),
        "a<input type=\"checkbox\" disabled=\"\">"
    );
    assert_eq!(balance("1 < 2 <3"), "1 &lt; 2 &lt;3");
}

#[test]
fn values_cannot_end_their_quotes() {
    assert_eq!(balance("<a title='\"><b>'>c"), "<a title=\"&quot;><b>\">c</a>");
}

#[test]
fn depth_is_bounded_and_text_is_not() {
    let levels = 1_000;
    let html = format!("{}x{}y", "<div>".repeat(levels), "</div>".repeat(levels));
    let balanced = balance(&html);
    assert_eq!(balanced.matches("<div>").count(), DEPTH);
    assert_eq!(balanced, format!("{}x{}y", "<div>".repeat(DEPTH), "</div>".repeat(DEPTH)));
}

#[test]
fn end_tags_of_what_was_left_out_close_nothing_else() {
    let html = format!("<b>{}<b>x</b>y{}z</b>", "<div>".repeat(DEPTH - 1), "</div>".repeat(DEPTH - 1));
    let expected = format!("<b>{}xy{}z</b>", "<div>".repeat(DEPTH - 1), "</div>".repeat(DEPTH - 1));
    assert_eq!(balance(&html), expected);
}

#[test]
fn a_table_at_the_full_depth_has_room_for_its_cells() {
    for outer in DEPTH - 8..DEPTH + 2 {
        let balanced = balance(&format!("{}<table><tr><td>x", "<div>".repeat(outer)));
        assert_eq!(balanced.contains("<table>"), balanced.contains("<td>x"), "{balanced}");
        assert!(balanced.contains('x'));
    }
}
