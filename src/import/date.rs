//! The dates that front matter, addresses and file names are written with.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Reads a date, with or without a time and a time zone. Without a time zone it is UTC, without a time midnight.
pub(super) fn parse_date(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let moment = parse_with_zone(text).or_else(|| parse_without_zone(text))?;
    // Other years are typing mistakes, and RFC 3339 cannot write them.
    (1..=9999).contains(&moment.year()).then_some(moment)
}

fn parse_with_zone(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text)) {
        return Some(moment.to_utc());
    }
    let numeric = ["UTC", "GMT", "Z", "z"].iter().find_map(|zone| text.strip_suffix(zone));
    let numeric = numeric.map_or_else(|| text.to_owned(), |moment| format!("{moment}+0000"));
    ["%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%d %H:%M %z", "%Y-%m-%dT%H:%M:%S%.f %z", "%Y-%m-%dT%H:%M %z"]
        .iter()
        .find_map(|format| DateTime::parse_from_str(&numeric, format).ok())
        .map(|moment| moment.to_utc())
}

fn parse_without_zone(text: &str) -> Option<DateTime<Utc>> {
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .map(|moment| moment.and_utc())
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(midnight))
}

/// The date in an address such as `2024/01/02/title` or `news/2024/01/02/title.html`: three segments of digits that
/// something follows.
pub(super) fn date_in_path(path: &str) -> Option<DateTime<Utc>> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    segments.windows(4).find_map(|window| match window {
        [year, month, day, _] => date_of_digits(year, month, day),
        _ => None,
    })
}

/// Splits the date off a file name such as `2024-01-02-title` (Jekyll, Zola) or `2024-01-02_title` (Zola). A name
/// that is a date and nothing else stays whole.
pub(super) fn date_in_name(name: &str) -> (Option<DateTime<Utc>>, &str) {
    let Some((head, rest)) = name.split_at_checked(10) else {
        return (None, name);
    };
    let mut digits = head.split('-');
    let date = match (digits.next(), digits.next(), digits.next(), digits.next()) {
        (Some(year), Some(month), Some(day), None) => date_of_digits(year, month, day),
        _ => None,
    };
    match (date, rest.strip_prefix(['-', '_'])) {
        (Some(date), Some(title)) if !title.is_empty() => (Some(date), title),
        (Some(date), None) if rest.is_empty() => (Some(date), name),
        _ => (None, name),
    }
}

fn date_of_digits(year: &str, month: &str, day: &str) -> Option<DateTime<Utc>> {
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
        return None;
    }
    if ![year, month, day].into_iter().all(all_digits) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).map(midnight)
}

fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}
