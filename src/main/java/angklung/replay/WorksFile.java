package angklung.replay;

import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import java.util.List;

/** Reads {@code works*.csv} and {@code late-works*.csv}: one row a claim on a work. */
final class WorksFile {
    private static final Columns COLUMNS = new Columns(
            List.of("iswc", "right_type", "party_id", "role", "share", "valid_from"),
            List.of("valid_to", "territory", "registrant", "authorship"));

    /** The right in the recording is its maker's, not its author's. */
    private static final List<RightType> RIGHTS = List.of(RightType.MECHANICAL, RightType.PERFORMANCE);

    private final Payees payees;
    private final InputErrors errors;
    private final ClaimRows rows;

    /** @param sequence of the registrations */
    WorksFile(Payees payees, long sequence, InputErrors errors) {
        this.payees = payees;
        this.errors = errors;
        this.rows = new ClaimRows(SubjectKind.WORK, sequence, errors);
    }

    /** The rows of all files together; of each registrant and work they are one registration. */
    ClaimRows read(List<InputFile> files) {
        files.forEach(file -> new CsvTable(file, COLUMNS, errors).forEach(this::row));
        rows.checkSums();
        return rows;
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String iswc = cells.iswc("iswc");
        ClaimCells claim = new ClaimCells(cells, RIGHTS);
        String territory = cells.territoryOrNull("territory");
        String registrant = cells.registrantOrNull("registrant");
        payees.check(cells, claim.party(), claim.right(), claim.authorship());
        if (cells.good()) {
            rows.add(iswc, registrant, cells.line(claim.claim().setTerritory(territory).build()));
        }
    }
}
