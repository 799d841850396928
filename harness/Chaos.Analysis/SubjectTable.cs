using Chaos.Runs;
using Chaos.Survival;

namespace Chaos.Analysis;

/// <summary>A foreign table of times and events.</summary>
/// <param name="Subjects">By rising time; group 0 is the reference.</param>
/// <param name="Groups">Names by number, in ordinal order; one called `all` where there is no column for them.</param>
/// <param name="Causes">Names in ordinal order, number 1 first; null where there is no column for them.</param>
public sealed record SubjectTable(Subjects Subjects, IReadOnlyList<string> Groups, IReadOnlyList<string>? Causes)
{
    /// <summary>Reads a CSV table with a header row, UTF-8.</summary>
    /// <param name="stream">Is left open.</param>
    /// <param name="file">The table's name in messages.</param>
    /// <param name="columns">The columns to read; others are ignored.</param>
    /// <exception cref="DamagedRunException">The table is not what it should be; the message names line and row.</exception>
    public static SubjectTable Read(Stream stream, string file, TableColumns columns) => SubjectTableReader.Read(stream, file, columns);
}

/// <summary>Which column holds what.</summary>
/// <param name="Time">Seconds, or whatever unit the table has.</param>
/// <param name="Event">1 or true: died; 0 or false: alive when the observation ended.</param>
/// <param name="Group">Null: all rows are one group.</param>
/// <param name="Strata">Null: comparisons are not stratified.</param>
/// <param name="Cause">Null: deaths are all alike.</param>
public sealed record TableColumns(string Time, string Event, string? Group, string? Strata, string? Cause);
