//! Rows of a terminal as a drawing: a window with its own ground, so that it can be read on a light
//! page and on a dark one. The lengths are pixels where nobody scales the picture.

use super::screen::{Row, Run, Style, rows};
use std::fmt::Write as _;

/// A character's place. Every text says how long it is, so that columns stay below each other with
/// any font.
const CELL: (usize, usize) = (9, 20);
const FONT_SIZE: usize = 15;
/// From the upper edge of a row to the line that letters stand on.
const BASELINE: usize = 15;
/// Around the text.
const MARGIN: usize = 18;
/// The window's head, with its three buttons.
const HEAD: usize = 30;

const GROUND: &str = "#1c2128";
const EDGE: &str = "#636e7b";
const TEXT: &str = "#d1d7e0";
/// The colours that every terminal has, by number: the eight, and the eight bright ones.
const COLORS: [&str; 16] = [
    "#768390", "#f47067", "#6bc46d", "#e0b341", "#6cb6ff", "#dcbdfb", "#76e3ea", "#d1d7e0", "#909dab", "#ff938a",
    "#8ddb8c", "#eac55f", "#96d0ff", "#eedcff", "#b3f0ff", "#ffffff",
];

/// The picture of these rows, as large as they need.
pub fn draw(title: &str, rows: &[Row]) -> String {
    let columns = rows.iter().map(Row::width).max().unwrap_or(0);
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, HEAD + rows.len() * CELL.1 + MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <!-- A real run. Made by tests/it/picture; renew it with: AKCTL_RENEW=1 cargo test picture -->\n\
         <title>{}</title>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\" fill=\"{GROUND}\" stroke=\"{EDGE}\"/>\n",
        escaped(title),
        width - 1,
        height - 1,
    );
    for button in 0..3 {
        let x = MARGIN + 6 + button * 18;
        writeln!(svg, "<circle cx=\"{x}\" cy=\"{}\" r=\"5\" fill=\"{EDGE}\"/>", HEAD / 2).expect("text");
    }
    writeln!(
        svg,
        "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"{FONT_SIZE}\" fill=\"{TEXT}\">"
    )
    .expect("text");
    for (number, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        let y = HEAD + number * CELL.1 + BASELINE;
        svg.extend(row.0.iter().map(|run| text(y, run)));
    }
    svg + "</g>\n</svg>\n"
}

/// Words at their place. Each run is a text of its own, because not every browser obeys the length of a `tspan`.
fn text(y: usize, run: &Run) -> String {
    format!(
        "<text x=\"{}\" y=\"{y}\" textLength=\"{}\"{}>{}</text>\n",
        MARGIN + run.column * CELL.0,
        run.width * CELL.0,
        attributes(run.style),
        escaped(&run.text)
    )
}

fn attributes(style: Style) -> String {
    let Style { color, is_bold, is_dim, is_underlined } = style;
    let color = color.map(|color| format!(" fill=\"{}\"", COLORS[usize::from(color)])).unwrap_or_default();
    let rest = [
        (is_bold, " font-weight=\"bold\""),
        (is_dim, " fill-opacity=\"0.7\""),
        (is_underlined, " text-decoration=\"underline\""),
    ];
    rest.into_iter().filter(|(is_so, _)| *is_so).fold(color, |all, (_, attribute)| all + attribute)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What is drawn, read back: place, text and colour.
fn read(svg: &str) -> Vec<(String, String, Option<String>)> {
    let document = roxmltree::Document::parse(svg).expect("XML");
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    let attribute = |node: roxmltree::Node, name: &str| node.attribute(name).map(str::to_owned);
    texts
        .map(|node| {
            let place = ["x", "y", "textLength"].map(|name| attribute(node, name).expect(name)).join(",");
            (place, node.text().unwrap_or_default().to_owned(), attribute(node, "fill"))
        })
        .collect()
}

#[test]
fn a_picture_shows_what_a_terminal_shows() {
    let output =
        "old line\r\n\u{1b}[1A\u{1b}[2K  \u{1b}[32mgreen\u{1b}[0m <&>  \u{6771}\u{4eac} x\r\n\r\nthird \u{1b}[1mrow";
    let drawn = rows(output);
    assert_eq!(super::screen::text(&drawn), "  green <&>  \u{6771}\u{4eac} x\n\nthird row\n");
    let svg = draw("<title>", &drawn);
    let run = |place: &str, text: &str, color: Option<&str>| (place.into(), text.into(), color.map(str::to_owned));
    assert_eq!(
        read(&svg),
        [
            run("36,45,45", "green", Some(COLORS[2])),
            run("90,45,27", "<&>", None),
            run("135,45,54", "\u{6771}\u{4eac} x", None),
            run("18,85,45", "third", None),
            run("72,85,27", "row", None),
        ]
    );
    assert!(svg.contains("width=\"207\" height=\"108\"") && svg.contains("bold\">row"), "{svg}");
}
