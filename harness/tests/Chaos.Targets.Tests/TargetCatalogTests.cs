using Chaos.Targets.Csharp;
using Chaos.Targets.None;

namespace Chaos.Targets.Tests;

public sealed class TargetCatalogTests
{
    [Fact]
    public void The_targets_that_come_with_chaos_are_found_by_their_names()
    {
        Assert.Equal(["csharp", "ebpf", "nftables", "image", "none"], TargetCatalog.BuiltIn.Names);
        Assert.Equal("csharp", TargetCatalog.Default);
        Assert.IsType<CsharpTarget>(TargetCatalog.BuiltIn["csharp"]);
        Assert.Same(NoneTarget.Instance, TargetCatalog.BuiltIn["none"]);
    }

    [Fact]
    public void A_name_that_no_target_has_is_an_error()
    {
        Assert.False(TargetCatalog.BuiltIn.TryFind("iptables", out _));
        Assert.Contains(
            "'iptables'", Assert.Throws<ArgumentException>(() => TargetCatalog.BuiltIn["iptables"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_is_added_to_a_copy()
    {
        Named own = new("own");

        TargetCatalog catalog = TargetCatalog.BuiltIn.With(own);

        Assert.Equal(["csharp", "ebpf", "nftables", "image", "none", "own"], catalog.Names);
        Assert.Same(own, catalog["own"]);
        Assert.False(TargetCatalog.BuiltIn.TryFind("own", out _));
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("own")]
    public void A_name_that_another_target_has_is_refused(string name)
    {
        TargetCatalog catalog = TargetCatalog.BuiltIn.With(new Named("own"));

        Assert.Contains(
            $"'{name}'", Assert.Throws<ArgumentException>(() => catalog.With(new Named(name))).Message, StringComparison.Ordinal);
    }

    private sealed record Named(string Name) : ITarget
    {
        public string Description => "for a test";

        public bool Translates => true;
    }
}
