package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who shares in a recording, by the rows of {@code rights.csv}, {@code works.csv}, {@code recording_works.csv} and
 * {@code ai_performers.csv}.
 */
final class Shares {
    private static final long WHOLE = 100_000_000; // a share of 100 %, in millionths of a percent
    private static final List<String> HOLDS =
            List.of("hold:unmatched", "hold:unclaimed", "hold:dispute", "hold:no-usage", "hold:idle-subscribers",
                    "hold:screening", "hold:authorship");

    /** The order of ties and of lines: numeric parties by value, other parties, holds. */
    static final Comparator<String> ORDER = Shares::compare;

    private final List<Map<String, String>> rights;
    private final List<Map<String, String>> works;
    private final List<Map<String, String>> recordingWorks;
    private final List<Map<String, String>> performers;
    private final Map<String, Set<String>> byArtist = new HashMap<>();
    private final Map<String, List<Map<String, String>>> byIsrc = new HashMap<>();
    private final Map<String, SortedMap<String, Fraction>> worksOf = new HashMap<>();
    private final Map<List<String>, List<PlayShares.Claim>> claims = new HashMap<>();

    Shares(List<Map<String, String>> rights) {
        this(rights, List.of(), List.of(), List.of());
    }

    Shares(
            List<Map<String, String>> rights, List<Map<String, String>> works,
            List<Map<String, String>> recordingWorks, List<Map<String, String>> performers) {
        this.rights = rights;
        this.works = works;
        this.recordingWorks = recordingWorks;
        this.performers = performers;
        for (Map<String, String> row : rights) {
            byIsrc.computeIfAbsent(row.get("isrc"), isrc -> new ArrayList<>()).add(row);
            if (!cell(row, "artist_id").isEmpty()) {
                byArtist.computeIfAbsent(row.get("artist_id"), a -> new HashSet<>()).add(row.get("isrc"));
            }
        }
        recordingWorks.stream().map(row -> row.get("isrc")).forEach(isrc -> worksOf.put(isrc, weights(isrc)));
    }

    /** After registrations that replace those of the same registrant, of the same recording or work. */
    Shares and(List<Map<String, String>> lateRights, List<Map<String, String>> lateWorks) {
        return new Shares(
                replaced(rights, lateRights, "isrc"), replaced(works, lateWorks, "iswc"), recordingWorks, performers);
    }

    private static List<Map<String, String>> replaced(
            List<Map<String, String>> rows, List<Map<String, String>> late, String subject) {
        List<Map<String, String>> all = new ArrayList<>(rows);
        all.removeIf(row -> late.stream().anyMatch(other -> row.get(subject).equals(other.get(subject))
                && cell(row, "registrant").equals(cell(other, "registrant"))));
        all.addAll(late);
        return all;
    }

    /** Parts of the recording by work; without weights all have the same, the first ones a millionth more. */
    private SortedMap<String, Fraction> weights(String isrc) {
        List<Map<String, String>> rows = recordingWorks.stream()
                .filter(row -> row.get("isrc").equals(isrc))
                .sorted(Comparator.comparing(row -> row.get("iswc")))
                .toList();
        SortedMap<String, Fraction> weights = new TreeMap<>();
        long left = 1_000_000;
        for (int i = 0; i < rows.size(); i++) {
            long equal = (left + rows.size() - i - 1) / (rows.size() - i); // rounded up
            left -= equal;
            String weight = cell(rows.get(i), "weight");
            weights.put(rows.get(i).get("iswc"),
                    weight.isEmpty() ? Fraction.of(equal, 1_000_000) : Fraction.of(weight));
        }
        return weights;
    }

    private List<Map<String, String>> rows(String isrc) {
        return byIsrc.getOrDefault(isrc, List.of());
    }

    /** Credited artists of a recording, whatever the right and the date. */
    Set<String> artists(String isrc) {
        return rows(isrc).stream()
                .map(row -> cell(row, "artist_id"))
                .filter(artist -> !artist.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Recordings that the artist is credited on. */
    Set<String> recordings(String artist) {
        return byArtist.getOrDefault(artist, Set.of());
    }

    /** Who has which part of a play on the day. */
    PlayShares on(
            String isrc, String right, String territory, LocalDate day, List<PlayShares.Policy> policies,
            boolean payUndisputed) {
        return PlayShares.on(
                day, claims(isrc, right, territory), medley(isrc, right), policies, payUndisputed);
    }

    /** Works that divide the right, two or more; or none. */
    private SortedMap<String, Fraction> medley(String isrc, String right) {
        SortedMap<String, Fraction> linked = worksOf.getOrDefault(isrc, new TreeMap<>());
        return right.equals("RECORDING") || linked.size() < 2 ? new TreeMap<>() : linked;
    }

    private List<PlayShares.Claim> claims(String isrc, String right, String territory) {
        return claims.computeIfAbsent(List.of(isrc, right, territory), key -> findClaims(isrc, right, territory));
    }

    private List<PlayShares.Claim> findClaims(String isrc, String right, String territory) {
        List<PlayShares.Claim> found = new ArrayList<>();
        rows(isrc).stream().filter(row -> row.get("right_type").equals(right)).forEach(row -> {
            PlayShares.Claim claim = claim(row, cell(row, "iswc").replaceAll("[-.]", ""));
            boolean idol = right.equals("RECORDING") && claim.authorship().equals("AI_GENERATED")
                    && performers.stream().anyMatch(p -> p.get("performer_id").equals(claim.party()));
            found.addAll(idol ? controllers(claim) : List.of(claim));
        });
        worksOf.getOrDefault(isrc, new TreeMap<>()).keySet().forEach(iswc -> works.stream()
                .filter(row -> row.get("iswc").equals(iswc) && row.get("right_type").equals(right))
                .filter(row -> cell(row, "territory").isEmpty() || row.get("territory").equals(territory))
                .forEach(row -> found.add(claim(row, iswc))));
        return found;
    }

    private static PlayShares.Claim claim(Map<String, String> row, String iswc) {
        String to = cell(row, "valid_to");
        return new PlayShares.Claim(
                row.get("party_id"), Fraction.of(row.get("share")).over(Fraction.of(100)),
                LocalDate.parse(row.get("valid_from")), to.isEmpty() ? null : LocalDate.parse(to),
                cell(row, "registrant"), cell(row, "authorship", "UNDECLARED"), iswc);
    }

    /**
     * What the claim of an AI performer is to those who control it: on each day the controlled part of it, in whole
     * millionths of a percent, divided by what each controls.
     */
    private List<PlayShares.Claim> controllers(PlayShares.Claim claim) {
        List<Map<String, String>> rows = performers.stream()
                .filter(row -> row.get("performer_id").equals(claim.party()))
                .sorted(Comparator.comparing((Map<String, String> row) -> row.get("party_id"))
                        .thenComparing(row -> cell(row, "role", "RightsController")))
                .toList();
        List<PlayShares.Claim> result = new ArrayList<>();
        List<LocalDate> changes = changes(claim, rows);
        for (int i = 0; i < changes.size(); i++) {
            LocalDate from = changes.get(i);
            LocalDate to = i + 1 < changes.size() ? changes.get(i + 1) : claim.to();
            List<PlayShares.Claim> valid =
                    rows.stream().map(row -> claim(row, "")).filter(c -> c.isValid(from)).toList();
            Fraction controlled = valid.stream().map(PlayShares.Claim::share).reduce(Fraction.ZERO, Fraction::plus);
            long all = claim.share().times(controlled).times(Fraction.of(WHOLE)).floor().longValueExact();
            SortedMap<PlayShares.Part, Fraction> quotas = new TreeMap<>(Comparator.comparing(PlayShares.Part::policy));
            for (int c = 0; c < valid.size(); c++) { // the place in the order decides ties
                quotas.put(new PlayShares.Part(valid.get(c).party(), String.format("%09d", c)),
                        Fraction.of(all).times(valid.get(c).share()).over(controlled));
            }
            PlayShares.round(quotas, all).forEach((part, share) -> result.add(new PlayShares.Claim(
                    part.beneficiary(), Fraction.of(share, WHOLE), from, to, claim.registrant(), claim.authorship(),
                    claim.iswc())));
        }
        result.removeIf(c -> c.share().signum() == 0);
        return result;
    }

    private static List<LocalDate> changes(PlayShares.Claim claim, List<Map<String, String>> rows) {
        SortedSet<LocalDate> dates = new TreeSet<>(List.of(claim.from()));
        rows.stream().map(row -> claim(row, "")).forEach(c -> {
            dates.add(c.from());
            dates.add(c.to() == null ? claim.from() : c.to());
        });
        dates.removeIf(date -> !claim.isValid(date));
        return List.copyOf(dates);
    }

    /** Whether anybody has another claim to the right in the recording than before, anywhere. */
    boolean differ(Shares before, String isrc, String right) {
        Set<String> territories = new TreeSet<>(Set.of(""));
        works.forEach(row -> territories.add(cell(row, "territory")));
        before.works.forEach(row -> territories.add(cell(row, "territory")));
        return territories.stream().anyMatch(territory -> !sorted(claims(isrc, right, territory))
                .equals(sorted(before.claims(isrc, right, territory))));
    }

    private static List<String> sorted(List<PlayShares.Claim> claims) {
        return claims.stream().map(PlayShares.Claim::toString).sorted().toList();
    }

    private static int compare(String a, String b) {
        boolean holdA = a.startsWith("hold:");
        boolean holdB = b.startsWith("hold:");
        if (holdA || holdB) {
            return holdA && holdB ? HOLDS.indexOf(a) - HOLDS.indexOf(b) : holdA ? 1 : -1;
        }
        boolean numberA = a.matches("[0-9]+");
        boolean numberB = b.matches("[0-9]+");
        if (numberA && numberB && !new BigInteger(a).equals(new BigInteger(b))) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return numberA != numberB ? (numberA ? -1 : 1) : a.compareTo(b);
    }
}
