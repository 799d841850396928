using Chaos.Scenarios.Cells;
using Chaos.Worlds;

namespace Chaos.Experiments.Planning;

/// <summary>One repetition of one cell.</summary>
/// <param name="Cell">The point of the matrix.</param>
/// <param name="Repetition">From 1.</param>
/// <param name="Seed">All draws of the run come from it.</param>
/// <param name="Run">Ready for any world.</param>
public sealed record RepetitionPlan(Cell Cell, int Repetition, ulong Seed, RunPlan Run);
