//! Days and seconds, as far as the ends of certificates and tokens need them.

/// The day of a time as authentik writes it (`2027-11-22T05:00:02Z`), counted from 1970-01-01.
#[must_use]
pub fn of(text: &str) -> Option<i64> {
    let date = text.split('T').next()?;
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March end with the leap day, so months have fixed lengths before it.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let in_year = (153 * month + 2) / 5 + day - 1;
    let in_era = year.rem_euclid(400) * 365 + year.rem_euclid(400) / 4 - year.rem_euclid(400) / 100 + in_year;
    Some(year.div_euclid(400) * 146_097 + in_era - 719_468)
}

/// The second of a time as authentik writes it (`2027-11-22T05:00:02.123456Z`, in UTC), counted from
/// 1970-01-01.
#[must_use]
pub fn seconds(text: &str) -> Option<i64> {
    let time = text.split_once('T')?.1.get(..8)?;
    let mut parts = time.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..=60).contains(&second) {
        return None;
    }
    Some(of(text)? * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_counted_within_the_day() {
        assert_eq!(seconds("1970-01-02T01:02:03.999999Z"), Some(86_400 + 3_723));
        assert_eq!(seconds("1970-01-02T01:02:03+00:00"), Some(86_400 + 3_723));
        for text in ["1970-01-02", "1970-01-02T", "1970-01-02T24:00:00Z", "1970-01-02T01:02", "soonTlater!!"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        assert_eq!(of("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(of("2000-02-29T12:00:00Z"), Some(11_016));
        assert_eq!(of("2000-03-01"), Some(11_017));
        assert_eq!(of("2027-11-22T05:00:02Z"), Some(21_144));
        for text in ["", "soon", "2027-13-01", "2027-11", "2027-11-22-1", "9223372036854775807-01-01"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
