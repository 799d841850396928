using System.Globalization;
using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Analysis;

/// <summary>Reads a CSV table row by row; every mistake is reported with its line and row.</summary>
internal sealed class SubjectTableReader : IDisposable
{
    /// <summary>A column with more values is probably not the one that was meant.</summary>
    private const int MostGroups = 100;

    private const int MostStrata = 10_000;

    private readonly CsvRows rows;
    private readonly TableColumns columns;
    private readonly Names groups = new(MostGroups);
    private readonly Names strata = new(MostStrata);
    private readonly Names causes = new(MostGroups);
    private int row;

    private SubjectTableReader(Stream stream, string file, TableColumns columns)
    {
        rows = new CsvRows(stream, file, CsvLineEnds.Any);
        this.columns = columns;
    }

    /// <exception cref="DamagedRunException">The table is not what it should be.</exception>
    public static SubjectTable Read(Stream stream, string file, TableColumns columns)
    {
        using SubjectTableReader reader = new(stream, file, columns);
        return reader.Read();
    }

    public void Dispose() => rows.Dispose();

    private SubjectTable Read()
    {
        if (!rows.Next()) throw rows.Damaged("the file is empty; its first row must name the columns");
        string[] header = [.. Enumerable.Range(0, rows.FieldCount).Select(index => rows.Field(index).ToString())];
        int time = Find(header, columns.Time), died = Find(header, columns.Event);
        int? group = FindIfAny(header, columns.Group), stratum = FindIfAny(header, columns.Strata),
            cause = FindIfAny(header, columns.Cause);
        List<double> times = [];
        List<Subject> subjects = [];
        while (rows.Next())
        {
            if (rows is { FieldCount: 1 } && rows.Field(0).IsEmpty && header.Length > 1) continue;
            row++;
            if (rows.FieldCount != header.Length) throw Damaged($"{rows.FieldCount} fields, but the header names {header.Length} columns");
            times.Add(Time(time));
            bool dead = Event(died);
            subjects.Add(new Subject(
                group is { } ofGroup ? Number(groups, columns.Group!, ofGroup) : (ushort)0,
                stratum is { } ofStratum ? Number(strata, columns.Strata!, ofStratum) : (ushort)0,
                !dead ? (ushort)0 : cause is { } ofCause ? (ushort)(Number(causes, columns.Cause!, ofCause) + 1) : (ushort)1));
        }

        if (row == 0) throw rows.Damaged("there is no row below the header");
        return Arrange([.. times], [.. subjects], cause is not null);
    }

    /// <summary>Numbers were given as names came; groups and causes go by the order of their names.</summary>
    private SubjectTable Arrange(double[] times, Subject[] subjects, bool withCauses)
    {
        (string[] groupNames, ushort[] groupRanks) = columns.Group is null ? (["all"], [0]) : groups.Ranked();
        (string[] causeNames, ushort[] causeRanks) = withCauses ? causes.Ranked() : ([], [0]);
        for (int index = 0; index < subjects.Length; index++)
        {
            Subject subject = subjects[index];
            subjects[index] = subject with
            {
                Group = groupRanks[subject.Group],
                Cause = subject.Died ? (ushort)(causeRanks[subject.Cause - 1] + 1) : (ushort)0,
            };
        }

        return new SubjectTable(new Subjects(times, subjects, groupNames.Length), groupNames, withCauses ? causeNames : null);
    }

    private int Find(string[] header, string name)
    {
        int found = Array.IndexOf(header, name);
        if (found < 0) throw rows.Damaged($"there is no column '{name}'; there are {Shown(string.Join(", ", header))}");
        if (Array.LastIndexOf(header, name) != found) throw rows.Damaged($"two columns are called '{name}'");
        return found;
    }

    private int? FindIfAny(string[] header, string? name) => name is null ? null : Find(header, name);

    private double Time(int column)
    {
        ReadOnlySpan<char> text = rows.Field(column);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double time))
            throw Wrong(columns.Time, column, "a number");
        if (!double.IsFinite(time)) throw Wrong(columns.Time, column, "a finite number");
        return time >= 0 ? time + 0.0 : throw Wrong(columns.Time, column, "a time that is not negative");
    }

    private bool Event(int column)
    {
        ReadOnlySpan<char> text = rows.Field(column);
        if (text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase)) return true;
        if (text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase)) return false;
        throw Wrong(columns.Event, column, "1 or true (died), or 0 or false (alive when the observation ended)");
    }

    private ushort Number(Names names, string name, int column)
    {
        ReadOnlySpan<char> text = rows.Field(column);
        if (text.IsEmpty) throw Damaged($"column {name} is empty");
        return names.NumberOf(text) ?? throw Damaged(
            $"column {name} has more than {names.Most} different values, the next is '{Shown(text)}'; name a column that sorts rows "
                + $"into fewer");
    }

    private DamagedRunException Wrong(string name, int column, string expected) =>
        Damaged($"column {name} is '{Shown(rows.Field(column))}', expected {expected}");

    private DamagedRunException Damaged(string reason) => rows.Damaged(string.Create(CultureInfo.InvariantCulture, $"row {row}: {reason}"));

    private static string Shown(ReadOnlySpan<char> text) => text.Length > 60 ? $"{text[..60]}..." : text.ToString();
}
