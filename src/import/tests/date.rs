use chrono::{DateTime, Utc};

use crate::import::FrontMatter;
use crate::import::date::{date_in_name, date_in_path, parse_date};

fn read(text: &str) -> FrontMatter {
    FrontMatter::read(text).unwrap().0
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn dates_of_all_kinds_are_read() {
    let day = Some(utc("2024-01-02T00:00:00Z"));
    let morning = Some(utc("2024-01-02T08:30:00Z"));
    for date in ["2024-01-02", "\"2024-01-02\"", "2024-01-02T00:00:00", "2024-01-02T02:00:00+02:00"] {
        assert_eq!(read(&format!("+++\ndate = {date}\n+++\n")).date, day, "{date}");
        assert_eq!(read(&format!("---\ndate: {date}\n---\n")).date, day, "{date}");
    }
    let moments = [
        "2024-01-02T08:30:00Z",
        "2024-01-02 08:30:00",
        "2024-01-02 08:30",
        "2024-01-02 08:30:00 UTC",
        "2024-01-02 10:30:00 +0200",
        "2024-01-02 10:30 +02:00",
        "2024-01-02T10:30:00+0200",
        "Tue, 02 Jan 2024 10:30:00 +0200",
    ];
    for date in moments {
        assert_eq!(parse_date(date), morning, "{date}");
    }
    for date in ["tomorrow", "2024-13-01", "2023-02-29", "10:00:00", "0000-01-01", "99999-01-01", "2024", ""]
    {
        assert_eq!(parse_date(date), None, "{date}");
    }
}

#[test]
fn dates_are_found_in_addresses_and_names() {
    let day = Some(utc("2024-01-02T00:00:00Z"));
    assert_eq!(date_in_path("2024/01/02/Rust-1.75.html"), day);
    assert_eq!(date_in_path("/news/2024/1/2/title/"), day);
    for path in ["releases/2024", "2024/01/02", "2024/13/02/title", "2024/+1/02/title", "24/01/02/title"] {
        assert_eq!(date_in_path(path), None, "{path}");
    }
    assert_eq!(date_in_name("2024-01-02-title"), (day, "title"));
    assert_eq!(date_in_name("2024-01-02_title"), (day, "title"));
    assert_eq!(date_in_name("2024-01-02"), (day, "2024-01-02"));
    for name in ["2024-01-02title", "2024-02-30-title", "äöü-äöü-title", "title"] {
        assert_eq!(date_in_name(name), (None, name));
    }
}
