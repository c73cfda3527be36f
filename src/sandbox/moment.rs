//! Moments as authentik writes them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds since 1970, now.
#[must_use]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

/// Now, as text.
#[must_use]
pub fn now_text() -> String {
    text(now(), ".000000Z")
}

/// The length of a span such as `hours=3;minutes=1`, in whole seconds. What is no span adds nothing.
#[must_use]
pub fn span(text: &str) -> u64 {
    let pieces = text.split(';').filter_map(|piece| piece.split_once('='));
    let lengths = pieces.filter_map(|(unit, amount)| {
        let unit = match unit.trim().to_lowercase().as_str() {
            "microseconds" => Duration::from_micros(1),
            "milliseconds" => Duration::from_millis(1),
            "seconds" => Duration::from_secs(1),
            "minutes" => Duration::from_secs(60),
            "hours" => Duration::from_secs(3_600),
            "days" => Duration::from_secs(86_400),
            "weeks" => Duration::from_secs(7 * 86_400),
            _ => return None,
        };
        Duration::try_from_secs_f64(unit.as_secs_f64() * amount.trim().parse::<f64>().ok()?).ok()
    });
    lengths.fold(Duration::ZERO, Duration::saturating_add).as_secs()
}

/// A moment in seconds since 1970, as text with that ending.
#[must_use]
pub fn text(seconds: u64, ending: &str) -> String {
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{ending}")
}

/// Year, month and day of a day since 1970, by counting: 400 years are always 146097 days.
fn date(mut days: u64) -> (u64, u64, u64) {
    let mut year = 1970 + days / 146_097 * 400;
    days %= 146_097;
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::{span, text};

    #[test]
    fn spans_add_up() {
        for (written, seconds) in
            [("seconds=0", 0), ("hours=1", 3_600), ("days=1;minutes=1.5", 86_490), ("weeks=4;", 2_419_200), ("x=1", 0)]
        {
            assert_eq!(span(written), seconds, "{written}");
        }
    }

    #[test]
    fn moments_are_written_as_dates() {
        assert_eq!(text(0, "Z"), "1970-01-01T00:00:00Z");
        assert_eq!(text(951_782_400, "Z"), "2000-02-29T00:00:00Z");
        assert_eq!(text(1_795_325_424, "Z"), "2026-11-22T05:30:24Z");
    }
}
