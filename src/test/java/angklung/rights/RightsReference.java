package angklung.rights;

import angklung.avro.Claim;
import angklung.avro.ClaimSummary;
import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the rights of recordings must be, worked out day by day from all registrations that were ever sent; shares no
 * code with the stage. Answers and records of the stage are compared as text: one line a share, a work or a status of
 * one day.
 */
final class RightsReference {
    private static final BigInteger HUNDRED_PERCENT = BigInteger.valueOf(100_000_000);

    private final List<LocalDate> days;

    /** @param days on which to look */
    RightsReference(List<LocalDate> days) {
        this.days = days;
    }

    /** By ISRC of the recordings of which something is known. */
    SortedMap<String, Set<String>> of(Collection<Registration> sent) {
        Map<String, Map<String, Registration>> current = new HashMap<>();
        for (Registration registration : sent) {
            current.computeIfAbsent(registration.getSubjectKind() + registration.getSubject(), k -> new HashMap<>())
                    .merge(String.valueOf(registration.getRegistrant()), registration,
                            (a, b) -> a.getSequence() >= b.getSequence() ? a : b);
        }
        SortedMap<String, Set<String>> rights = new TreeMap<>();
        for (Map<String, Registration> ofSubject : current.values()) {
            Registration any = ofSubject.values().iterator().next();
            if (any.getSubjectKind() == SubjectKind.RECORDING) {
                Set<String> lines = recording(ofSubject.values(), current);
                if (!lines.isEmpty()) {
                    rights.put(any.getSubject(), lines);
                }
            }
        }
        return rights;
    }

    /** One claim in force on the day that is looked at. */
    private record Part(
            RightType right, String territory, String party, String role, long share, String registrant,
            String authorship, String performer, String iswc) {}

    private Set<String> recording(
            Collection<Registration> own, Map<String, Map<String, Registration>> current) {
        List<WorkLink> works = own.stream()
                .filter(r -> !r.getWorks().isEmpty())
                .max(Comparator.comparingLong(Registration::getSequence)
                        .thenComparing(r -> r.getRegistrant() == null ? "" : r.getRegistrant()))
                .map(Registration::getWorks)
                .orElse(List.of());
        Set<String> lines = new TreeSet<>();
        works.forEach(work -> lines.add("work " + work.getIswc() + " " + work.getWeightMillionths()));
        if (works.isEmpty() && own.stream().allMatch(r -> r.getClaims().isEmpty())) {
            return Set.of();
        }
        Map<LocalDate, List<Part>> partsByDay = new TreeMap<>();
        for (LocalDate day : days) {
            List<Part> parts = new ArrayList<>();
            partsByDay.put(day, parts);
            for (Registration registration : own) {
                for (Claim claim : registration.getClaims()) {
                    if (inForce(claim, day)) {
                        parts.addAll(replaced(part(registration, claim), day, current));
                    }
                }
            }
            for (WorkLink work : works) {
                for (Registration registration : registrations(current, SubjectKind.WORK, work.getIswc())) {
                    registration.getClaims().stream().filter(c -> inForce(c, day))
                            .forEach(claim -> parts.add(part(registration, claim)));
                }
            }
            Map<String, Integer> times = new HashMap<>();
            for (Part part : parts) {
                String line = day + " " + part;
                lines.add(line + " #" + times.merge(line, 1, Integer::sum));
            }
        }
        addStatuses(lines, partsByDay, own, works, current);
        return lines;
    }

    private static Part part(Registration registration, Claim claim) {
        return new Part(claim.getRightType(), claim.getTerritory(), claim.getPartyId(), claim.getRole(),
                claim.getShareMicropercent(), registration.getRegistrant(), claim.getAuthorship().toString(), null,
                registration.getSubjectKind() == SubjectKind.WORK ? registration.getSubject() : claim.getIswc());
    }

    private static Collection<Registration> registrations(
            Map<String, Map<String, Registration>> current, SubjectKind kind, String subject) {
        return current.getOrDefault(kind + subject, Map.of()).values();
    }

    private static boolean inForce(Claim claim, LocalDate day) {
        return !day.isBefore(claim.getValidFrom())
                && (claim.getValidTo() == null || day.isBefore(claim.getValidTo()));
    }

    private static List<Part> replaced(Part part, LocalDate day, Map<String, Map<String, Registration>> current) {
        Collection<Registration> performer = registrations(current, SubjectKind.PERFORMER, part.party);
        if (part.right != RightType.RECORDING || !part.authorship.equals("AI_GENERATED")
                || performer.stream().allMatch(r -> r.getClaims().isEmpty())) {
            return List.of(part);
        }
        // Whoever controls it for the same place is divided together.
        Map<String, List<Part>> byPlace = new TreeMap<>();
        for (Registration registration : performer) {
            for (Claim claim : registration.getClaims()) {
                String there = claim.getTerritory();
                boolean meet = there == null || part.territory == null || there.equals(part.territory);
                if (inForce(claim, day) && meet) {
                    String place = part.territory == null ? there : part.territory;
                    byPlace.computeIfAbsent(String.valueOf(place), p -> new ArrayList<>()).add(new Part(
                            part.right, place, claim.getPartyId(), claim.getRole(), claim.getShareMicropercent(),
                            part.registrant, part.authorship, part.party, part.iswc));
                }
            }
        }
        return byPlace.values().stream().flatMap(group -> divided(part.share, group).stream()).toList();
    }

    /** The group's whole rounded down, each part rounded down, and what is left by the size of what was cut off. */
    private static List<Part> divided(long share, List<Part> group) {
        BigInteger controlled = BigInteger.valueOf(group.stream().mapToLong(Part::share).sum());
        BigInteger amount = BigInteger.valueOf(share).multiply(controlled).divide(HUNDRED_PERCENT);
        Map<Part, Long> given = new IdentityHashMap<>(); // two registrants may say the same of one party
        List<Part> order = new ArrayList<>(group);
        long left = amount.longValueExact();
        for (Part part : order) {
            long floor = amount.multiply(BigInteger.valueOf(part.share)).divide(controlled).longValueExact();
            given.put(part, floor);
            left -= floor;
        }
        order.sort(Comparator.comparing((Part part) ->
                        amount.multiply(BigInteger.valueOf(part.share)).mod(controlled)).reversed()
                .thenComparing(Part::party)
                .thenComparing(Part::role)
                .thenComparing(Part::share));
        for (int i = 0; i < left; i++) {
            given.merge(order.get(i), 1L, Long::sum);
        }
        return group.stream()
                .filter(part -> given.get(part) > 0)
                .map(part -> new Part(part.right, part.territory, part.party, part.role, given.get(part),
                        part.registrant, part.authorship, part.performer, part.iswc))
                .toList();
    }

    private static void addStatuses(
            Set<String> lines, Map<LocalDate, List<Part>> partsByDay, Collection<Registration> own,
            List<WorkLink> works, Map<String, Map<String, Registration>> current) {
        Set<String> linked = works.stream().map(WorkLink::getIswc).collect(Collectors.toSet());
        for (RightType right : RightType.values()) {
            Set<String> scopes = new LinkedHashSet<>();
            if (right != RightType.RECORDING && works.size() > 1) {
                scopes.addAll(linked);
            } else {
                scopes.add(null);
            }
            for (String work : scopes) {
                Predicate<Part> concerned = p -> p.right == right
                        && (work == null || p.iswc == null || !linked.contains(p.iswc) || p.iswc.equals(work));
                Set<String> places = partsByDay.values().stream().flatMap(List::stream).filter(concerned)
                        .map(Part::territory).collect(Collectors.toSet());
                String who = expected(right, work, own, works, current);
                partsByDay.forEach((day, parts) -> places.forEach(place -> {
                    long sum = parts.stream().filter(concerned)
                            .filter(p -> p.territory == null || p.territory.equals(place))
                            .mapToLong(Part::share).sum();
                    if (sum > 0) {
                        lines.add(status(day, right, place, work, word(sum, who), sum));
                    }
                }));
            }
        }
    }

    private static String status(
            LocalDate day, RightType right, String place, String work, String word, long sum) {
        return day + " status " + right + " " + place + " " + work + " " + word + " " + sum;
    }

    private static String expected(
            RightType right, String work, Collection<Registration> own, List<WorkLink> works,
            Map<String, Map<String, Registration>> current) {
        List<Collection<Registration>> subjects = new ArrayList<>();
        // Whether the recording is concerned does not depend on the day.
        if (own.stream().flatMap(r -> r.getClaims().stream()).anyMatch(c -> c.getRightType() == right)) {
            subjects.add(own);
        }
        if (right != RightType.RECORDING) {
            works.stream().map(WorkLink::getIswc).filter(iswc -> work == null || iswc.equals(work))
                    .forEach(iswc -> subjects.add(registrations(current, SubjectKind.WORK, iswc)));
        }
        boolean stated = false;
        for (Collection<Registration> subject : subjects) {
            for (Registration registration : subject) {
                for (String name : registration.getExpectedRegistrants()) {
                    stated = true;
                    if (subject.stream().noneMatch(r ->
                            Objects.equals(r.getRegistrant(), name) && !r.getClaims().isEmpty())) {
                        return "Incomplete";
                    }
                }
            }
        }
        return stated ? "Complete" : "";
    }

    private static String word(long sum, String who) {
        if (sum > 115_000_000) {
            return "MajorOverClaim";
        }
        if (sum > 100_060_000) {
            return "MinorOverClaim";
        }
        if (sum >= 99_940_000) {
            return who.equals("Incomplete") ? "IncompleteClaim" : "CompleteClaim";
        }
        return who + "UnderClaim";
    }

    /** The record of a recording in the same form. */
    Set<String> lines(RecordingRights rights) {
        Set<String> lines = new TreeSet<>();
        rights.getWorks().forEach(work -> lines.add("work " + work.getIswc() + " " + work.getWeightMillionths()));
        for (LocalDate day : days) {
            Map<String, Integer> times = new HashMap<>();
            for (RightShare s : rights.getShares()) {
                if (within(day, s.getValidFrom(), s.getValidTo())) {
                    String line = day + " " + new Part(s.getRightType(), s.getTerritory(), s.getPartyId(), s.getRole(),
                            s.getShareMicropercent(), s.getRegistrant(), s.getAuthorship().toString(),
                            s.getPerformerId(), s.getIswc());
                    lines.add(line + " #" + times.merge(line, 1, Integer::sum));
                }
            }
            for (ClaimSummary s : rights.getStatuses()) {
                if (within(day, s.getValidFrom(), s.getValidTo())) {
                    lines.add(status(day, s.getRightType(), s.getTerritory(), s.getIswc(), s.getStatus().toString(),
                            s.getTotalMicropercent()));
                }
            }
        }
        return lines;
    }

    private static boolean within(LocalDate day, LocalDate from, LocalDate to) {
        return !day.isBefore(from) && (to == null || day.isBefore(to));
    }
}
