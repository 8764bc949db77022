package angklung.preset;

import angklung.avro.AllocationModel;
import angklung.avro.RightType;
import angklung.model.Weighing;
import angklung.preset.Preset.Variant;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads and checks the file of one preset. Decimals are texts, so that no reader rounds them. A file with a fault is
 * a fault of this program.
 */
final class PresetReader {
    private static final Set<String> FIELDS =
            Set.of("title", "sources", "verified", "notes", "unverified", "ratio", "variants");
    private static final Set<String> VARIANT = Set.of("name", "title", "agreements");
    private static final Set<String> TERMS = Set.of(
            "right_type", "model", "revenue_share", "cohort_rates", "label_payments_share", "per_play_minimum",
            "per_subscriber_minimum", "floor_per_subscriber", "overtime", "overtime_step", "time_zone", "valid_from",
            "valid_to");

    private final String name;

    PresetReader(String name) {
        this.name = name;
    }

    /** @throws IllegalStateException if the file is not as it must be */
    Preset read(JsonNode file) {
        only(file, FIELDS);
        List<Variant> variants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode node : file.path("variants")) {
            Variant variant = variant(node);
            require(names.add(variant.name()), "two variants are named " + variant.name());
            variants.add(variant);
        }
        require(!variants.isEmpty(), "there is no variant");
        List<String> sources = texts(file, "sources");
        require(!sources.isEmpty(), "no source is named");
        sources.forEach(source -> require(source.matches("https?://\\S+"), "'" + source + "' is no address"));
        return new Preset(
                name,
                text(file, "title"),
                sources,
                text(file, "verified"),
                texts(file, "notes"),
                texts(file, "unverified"),
                file.path("ratio").asBoolean(false),
                variants);
    }

    private Variant variant(JsonNode node) {
        only(node, VARIANT);
        List<Terms> agreements = new ArrayList<>();
        for (JsonNode terms : node.path("agreements")) {
            Terms next = terms(terms);
            for (Terms other : agreements) {
                require(next.right() != other.right() || apart(next, other),
                        "two agreements for " + next.right() + " overlap from " + next.validFrom());
            }
            agreements.add(next);
        }
        require(!agreements.isEmpty(), "a variant has no agreement");
        return new Variant(text(node, "name"), text(node, "title"), agreements);
    }

    private static boolean apart(Terms a, Terms b) {
        return endsBefore(a, b) || endsBefore(b, a);
    }

    private static boolean endsBefore(Terms a, Terms b) {
        return a.validTo() != null && !a.validTo().isAfter(b.validFrom());
    }

    private Terms terms(JsonNode node) {
        only(node, TERMS);
        SortedMap<String, BigDecimal> cohorts = decimals(node, "cohort_rates", cohort -> cohort);
        cohorts.forEach((cohort, share) -> requirePart("cohort_rates " + cohort, share));
        SortedMap<Integer, BigDecimal> overtime = decimals(node, "overtime", Integer::valueOf);
        BigDecimal step = decimal(node, "overtime_step");
        if (!overtime.isEmpty()) {
            require(overtime.firstKey() >= 6, "overtime begins at " + overtime.firstKey() + " minutes");
            new Weighing.Overtime(overtime, step == null ? BigDecimal.ZERO : step);
        }
        Terms terms = new Terms(
                parse(node, "right_type", RightType::valueOf),
                parse(node, "model", AllocationModel::valueOf),
                decimal(node, "revenue_share"),
                cohorts,
                decimal(node, "label_payments_share"),
                decimal(node, "per_play_minimum"),
                decimal(node, "per_subscriber_minimum"),
                decimal(node, "floor_per_subscriber"),
                overtime,
                step,
                node.has("time_zone") ? parse(node, "time_zone", ZoneId::of).getId() : "UTC",
                parse(node, "valid_from", LocalDate::parse),
                node.has("valid_to") ? parse(node, "valid_to", LocalDate::parse) : null);
        requirePart("revenue_share", terms.revenueShare());
        requirePart("label_payments_share", terms.labelPaymentsShare());
        require(terms.validTo() == null || terms.validTo().isAfter(terms.validFrom()), "valid_to is before valid_from");
        return terms;
    }

    private void requirePart(String field, BigDecimal part) {
        require(part == null || part.compareTo(BigDecimal.ONE) <= 0, field + " is more than the whole");
    }

    private <K> SortedMap<K, BigDecimal> decimals(JsonNode node, String field, Function<String, K> key) {
        SortedMap<K, BigDecimal> decimals = new TreeMap<>();
        node.path(field).fieldNames().forEachRemaining(each ->
                decimals.put(key.apply(each), decimal(node.path(field), each)));
        return decimals;
    }

    /** Null if it is not there. */
    private BigDecimal decimal(JsonNode node, String field) {
        if (!node.has(field)) {
            return null;
        }
        BigDecimal decimal = parse(node, field, BigDecimal::new);
        require(decimal.signum() >= 0, field + " is negative");
        return decimal;
    }

    private <T> T parse(JsonNode node, String field, Function<String, T> parser) {
        String text = text(node, field);
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            throw fault(field + " is '" + text + "'", e);
        }
    }

    private String text(JsonNode node, String field) {
        require(node.path(field).isTextual() && !node.path(field).asText().isBlank(), field + " is no text");
        return node.path(field).asText();
    }

    private List<String> texts(JsonNode node, String field) {
        require(node.path(field).isArray(), field + " is no list");
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private void only(JsonNode node, Set<String> known) {
        node.fieldNames().forEachRemaining(field -> require(known.contains(field), "nobody reads the field " + field));
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw fault(what, null);
        }
    }

    private IllegalStateException fault(String what, RuntimeException cause) {
        return new IllegalStateException("The preset " + name + " is not as it must be: " + what, cause);
    }
}
