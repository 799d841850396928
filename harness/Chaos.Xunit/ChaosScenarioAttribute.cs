using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Chaos.Xunit;

/// <summary>
/// Makes a method the tests of a scenario file: one for each expectation and each cell, or pair of cells, that it is about, named as the
/// claim. The method has one parameter, a <see cref="ScenarioClaim"/>. The scenario runs once, when the first test needs it.
/// </summary>
/// <remarks>Traits: each axis with its value, `world` and `target`. A bad scenario is one failed test with all its mistakes.</remarks>
/// <param name="scenario">The file; a relative path is looked up beside the test program, then in the folders above it.</param>
/// <param name="sourceFilePath">Filled in by the compiler.</param>
/// <param name="sourceLineNumber">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(TheoryDiscoverer))]
[SuppressMessage("Design", "CA1019:Define accessors for attribute arguments", Justification = "The base has those of the compiler.")]
public sealed class ChaosScenarioAttribute(
    string scenario, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : TheoryAttribute(sourceFilePath, sourceLineNumber), IDataAttribute
{
    public string Scenario => scenario;

    /// <summary>`path=value`, above the file, as `--set` of the command line.</summary>
    public string[] Set { get; set; } = [];

    /// <summary>`axis=value`: only these cells, as `--only` of the command line.</summary>
    public string[] Only { get; set; } = [];

    /// <summary>`sim` or `docker`; null: what the scenario says, or else `sim`.</summary>
    public string? Backend { get; set; }

    /// <summary>A type that implements <see cref="ITargetSource"/>; null: the built-in targets.</summary>
    public Type? Targets { get; set; }

    public OnUnknown OnUnknown { get; set; }

    bool? IDataAttribute.Explicit => null;

    string? IDataAttribute.Label => null;

    string? IDataAttribute.TestDisplayName => null;

    int? IDataAttribute.Timeout => null;

    string[]? IDataAttribute.Traits => null;

    // A skip of the whole theory is the base's.
    string? IDataAttribute.Skip => null;

    Type? IDataAttribute.SkipType => null;

    string? IDataAttribute.SkipUnless => null;

    string? IDataAttribute.SkipWhen => null;

    /// <exception cref="FileNotFoundException">There is no such scenario; the message says where it was looked for.</exception>
    /// <exception cref="Experiments.BadScenarioException">The scenario has mistakes.</exception>
    /// <exception cref="Experiments.RefusedException"><see cref="Only"/> names what the matrix does not have.</exception>
    public ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        ScenarioSource source = new(Scenario, Set, Only, Backend, Targets);
        return new([.. ScenarioRun.Of(source).Claims.Select(claim => new TheoryDataRow<ScenarioClaim>(claim with { OnUnknown = OnUnknown })
        {
            TestDisplayName = claim.Text,
            // Empty: the name says it all, and the runner adds no argument to it.
            Label = "",
            Traits = claim.Traits(),
        })]);
    }

    public bool SupportsDiscoveryEnumeration() => true;
}
