namespace Chaos.Experiments.Running;

/// <summary>A repetition that has run now.</summary>
/// <param name="Cell">The cell's id.</param>
/// <param name="Repetition">From 1.</param>
/// <param name="Began">By the clock of the harness.</param>
/// <param name="Took">By the clock of the harness.</param>
/// <param name="Packets">That the node handled.</param>
/// <param name="Deaths">Watched flows that died.</param>
/// <param name="NewcomersFailed">Short flows that failed from t = 0 on.</param>
public readonly record struct RepetitionReport(
    string Cell, int Repetition, DateTimeOffset Began, TimeSpan Took, long Packets, long Deaths, long NewcomersFailed);
