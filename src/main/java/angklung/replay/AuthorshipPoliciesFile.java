package angklung.replay;

import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PolicyHolder;
import angklung.avro.RightType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code authorship_policies.csv} and {@code late-authorship_policies.csv}: one row a policy. */
final class AuthorshipPoliciesFile {
    private static final Columns COLUMNS = new Columns(
            List.of("holder_kind", "holder", "authorship", "effect", "valid_from"),
            List.of("right_type", "valid_to", "source"));

    private final InputErrors errors;
    private final List<AuthorshipPolicy> policies = new ArrayList<>();
    private final Map<Key, Long> lines = new HashMap<>();

    /** A later record of the same replaces an earlier one, so one file has each once. */
    private record Key(PolicyHolder kind, String holder, RightType right, Authorship authorship, LocalDate from) {}

    AuthorshipPoliciesFile(InputErrors errors) {
        this.errors = errors;
    }

    /** In the order of the file. */
    List<AuthorshipPolicy> read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        return List.copyOf(policies);
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        PolicyHolder kind = cells.oneOf("holder_kind", Cells.known(PolicyHolder.values()));
        String holder = holder(cells, kind);
        RightType right = cells.oneOfOr("right_type", null, Cells.known(RightType.values()));
        Authorship authorship = cells.oneOf("authorship", Cells.known(Authorship.values()));
        AuthorshipEffect effect = cells.oneOf("effect", Cells.known(AuthorshipEffect.values()));
        Validity validity = cells.validity();
        String source = cells.textOrNull("source");
        if (!cells.good()) {
            return;
        }
        Long same = lines.putIfAbsent(new Key(kind, holder, right, authorship, validity.from()), row.line());
        if (same != null) {
            cells.fault("the policy of " + kind + " " + holder + " for " + authorship + " from " + validity.from()
                    + " is in line " + same + " already; which one counts? remove the other");
            return;
        }
        policies.add(AuthorshipPolicy.newBuilder()
                .setHolderKind(kind)
                .setHolder(holder)
                .setRightType(right)
                .setAuthorship(authorship)
                .setEffect(effect)
                .setValidFrom(validity.from())
                .setValidTo(validity.to())
                .setSource(source)
                .build());
    }

    /** A society is named as registrants are, a territory by its code. */
    private static String holder(Cells cells, PolicyHolder kind) {
        if (kind == PolicyHolder.TERRITORY) {
            return cells.territory("holder");
        }
        String holder = cells.registrantOrNull("holder");
        if (holder == null && cells.raw("holder").isEmpty()) {
            cells.fault("holder is empty");
        }
        return holder;
    }
}
