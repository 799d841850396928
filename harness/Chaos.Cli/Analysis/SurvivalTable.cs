using Chaos.Survival;

namespace Chaos.Cli.Analysis;

/// <summary>Somebody's table of times and events, read.</summary>
/// <param name="Subjects">By rising time; group 0 is the reference.</param>
/// <param name="Groups">Names by number, in ordinal order; one called `all` where there is no column for them.</param>
/// <param name="Causes">Names in ordinal order, number 1 first; null where there is no column for them.</param>
internal sealed record SurvivalTable(Subjects Subjects, IReadOnlyList<string> Groups, IReadOnlyList<string>? Causes);

/// <summary>Which column holds what.</summary>
/// <param name="Time">Seconds, or whatever unit the table has.</param>
/// <param name="Event">1 or true: died; 0 or false: alive when the observation ended.</param>
/// <param name="Group">Null: all rows are one group.</param>
/// <param name="Strata">Null: comparisons are not stratified.</param>
/// <param name="Cause">Null: deaths are all alike.</param>
internal sealed record TableColumns(string Time, string Event, string? Group, string? Strata, string? Cause);
