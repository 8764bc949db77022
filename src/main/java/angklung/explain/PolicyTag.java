package angklung.explain;

import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PolicyHolder;
import angklung.avro.RightType;
import angklung.stage.AgreedPolicies;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How earnings, marks and rate sheets name an authorship policy: {@code SOCIETY KOMCA@2025-03-24 AI_GENERATED EXCLUDE},
 * on a rate sheet in a file with the right behind it if it is about one.
 */
final class PolicyTag {
    private static final Pattern TAG =
            Pattern.compile("([A-Z]+) (.+)@([0-9]{4}-[0-9]{2}-[0-9]{2}) ([A-Z_]+) ([A-Z_]+)(?: ([A-Z_]+))?");
    private static final String SEPARATOR = "; ";

    private PolicyTag() {}

    static String of(AuthorshipPolicy policy) {
        return AgreedPolicies.of(policy).tag();
    }

    /** The tags of several that are joined. */
    static List<String> split(String tags) {
        return tags == null || tags.isEmpty() ? List.of() : Arrays.asList(tags.split(SEPARATOR));
    }

    /** Those of several that this version knows. */
    static List<AuthorshipPolicy> parseAll(String tags) {
        List<AuthorshipPolicy> policies = new ArrayList<>();
        split(tags).forEach(tag -> parse(tag).ifPresent(policies::add));
        return policies;
    }

    /** Without its end and its source; none if it says what this version does not know. */
    static Optional<AuthorshipPolicy> parse(String tag) {
        Matcher parts = TAG.matcher(tag);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AuthorshipPolicy(
                    PolicyHolder.valueOf(parts.group(1)), parts.group(2),
                    parts.group(6) == null ? null : RightType.valueOf(parts.group(6)),
                    Authorship.valueOf(parts.group(4)), AuthorshipEffect.valueOf(parts.group(5)),
                    LocalDate.parse(parts.group(3)), null, null));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
