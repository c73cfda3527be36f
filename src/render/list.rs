//! The list of applications as a table of 80 columns.

use crate::model::text::printable;
use crate::verify::overview::Row;
use comfy_table::{ContentArrangement, Table, presets::NOTHING};

/// How wide the table is, in columns.
const WIDTH: u16 = 80;

/// The table, and below it what the marks mean.
#[must_use]
pub fn text(rows: &[Row]) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    table.set_header(["", "SLUG\nNAME", "KIND\nPRESET", "REDIRECT", "SIGNS\nENDS", "ACCESS"]);
    for row in rows {
        table.add_row(cells(row));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    let lines: Vec<String> = table.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    let mut text = lines.concat();
    if rows.iter().any(|row| !row.complaints.is_empty()) {
        text.push_str("\n!! something is broken or dangerous, ! something to look at: akctl verify SLUG\n");
    }
    text
}

/// What stands in place of a signature: it is not known, or there is none.
fn unknown(row: &Row) -> String {
    if row.kind == Some("oauth2") { "?" } else { "-" }.to_owned()
}

/// Two lines for each application, so that its address has room.
fn cells(row: &Row) -> [String; 6] {
    let safe = |text: &str| printable(text).into_owned();
    let or_dash = |text: Option<&str>| safe(text.unwrap_or("-"));
    let redirect = match (row.redirect_uris.as_slice(), row.kind) {
        ([], _) => "-".to_owned(),
        ([only], _) => safe(only),
        ([first, others @ ..], _) => format!("{} (+{})", safe(first), others.len()),
    };
    let access = match (&row.access, &row.slug) {
        (Some(admitted), _) => admitted.words(row.open),
        (None, Some(_)) => "?".to_owned(),
        (None, None) => "-".to_owned(),
    };
    let end = row.certificate_end.as_deref().map(|end| end.split('T').next().unwrap_or(end));
    [
        row.mark().to_owned(),
        format!("{}\n{}", or_dash(row.slug.as_deref()), safe(&row.name)),
        format!("{}\n{}", or_dash(row.kind), or_dash(row.preset.as_deref())),
        redirect,
        format!("{}\n{}", row.signing_algorithm.as_deref().map_or_else(|| unknown(row), safe), or_dash(end)),
        access,
    ]
}
