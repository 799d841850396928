using Chaos.Targets;
using Chaos.Xunit;

namespace OwnNat.Tests;

/// <summary>Scenarios name our NAT as `nat.target: own`.</summary>
public sealed class OwnTargets : ITargetSource
{
    public static DatapathTarget Own { get; } = new("own", options => new OwnDatapath(options));

    public TargetCatalog Targets { get; } = TargetCatalog.BuiltIn.With(Own);
}
