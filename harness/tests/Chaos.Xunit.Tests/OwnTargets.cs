using Chaos.Nat;
using Chaos.Targets;

namespace Chaos.Xunit.Tests;

/// <summary>Our own datapath under another name.</summary>
public sealed class OwnTargets : ITargetSource
{
    public TargetCatalog Targets { get; } = TargetCatalog.BuiltIn.With(Mine);

    internal static DatapathTarget Mine { get; } = new("mine", options => NatDatapath.Create(options));
}
