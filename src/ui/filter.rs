//! Which items fit what a person types, best first.

use super::prompter::Item;

/// The numbers of the items that fit, best first; items that fit alike keep their order. All fit
/// nothing, and the one for what is typed fits all, last.
#[must_use]
pub fn fitting(items: &[Item], typed: &str) -> Vec<usize> {
    let typed = typed.trim().to_lowercase();
    let ranked = items.iter().enumerate().filter_map(|(number, item)| Some((rank(item, &typed)?, number)));
    let mut ranked: Vec<(u8, usize)> = ranked.collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, number)| number).collect()
}

/// How well an item fits: the less the better; none if it does not.
fn rank(item: &Item, typed: &str) -> Option<u8> {
    if item.is_typed {
        return Some(u8::MAX);
    }
    let label = item.label.to_lowercase();
    let about = item.about.to_lowercase();
    if label.starts_with(typed) {
        return Some(0);
    }
    if item.words.iter().any(|word| word.to_lowercase().starts_with(typed)) {
        return Some(1);
    }
    if label.contains(typed) {
        return Some(2);
    }
    if typed.chars().count() > 2 && is_scattered(&label, typed) {
        return Some(3);
    }
    let everywhere = typed.split_whitespace().all(|part| label.contains(part) || about.contains(part));
    everywhere.then_some(4)
}

/// Whether the letters stand in the text in this order, with others between them.
fn is_scattered(text: &str, letters: &str) -> bool {
    let mut text = text.chars();
    letters.chars().all(|letter| text.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<&'static str> {
        const LABELS: [&str; 5] = ["kiosk", "wiki", "wiki-old", "board", "wide kit"];
        let mut items: Vec<Item> = LABELS.iter().map(|label| Item::plain(*label)).collect();
        items[3].words.push("wikiboard".to_owned());
        items[0].about = "a screen for the hall".to_owned();
        fitting(&items, typed).into_iter().map(|number| LABELS[number]).collect()
    }

    #[test]
    fn the_best_come_first_and_the_order_stays() {
        assert_eq!(found(""), ["kiosk", "wiki", "wiki-old", "board", "wide kit"]);
        assert_eq!(found("WIKI"), ["wiki", "wiki-old", "board", "wide kit"]);
        assert_eq!(found("wi"), ["wiki", "wiki-old", "wide kit", "board"]);
        assert_eq!(found("old"), ["wiki-old"]);
        assert_eq!(found("hall screen"), ["kiosk"]);
        assert_eq!(found("zzz"), Vec::<&str>::new());
    }

    #[test]
    fn what_is_typed_can_always_be_taken_and_comes_last() {
        let items = [Item::typed("Another one"), Item::plain("wiki")];
        assert_eq!(fitting(&items, "wi"), [1, 0]);
        assert_eq!(fitting(&items, "zzz"), [0]);
    }
}
