using Chaos.Model;
using Chaos.Nat.Variants;

namespace Chaos.Nat.Tests;

public sealed class CiliumReleaseTests
{
    [Theory]
    [InlineData("cilium-1.15", "cilium-1.15.0")]
    [InlineData("cilium-1.16", "cilium-1.16.3")]
    [InlineData("cilium-1.16.2", "cilium-1.16.0")]
    [InlineData("cilium-1.16.19", "cilium-1.16.3")]
    [InlineData("cilium-1.17", "cilium-1.17.8")]
    [InlineData("cilium-1.17.3", "cilium-1.17.0")]
    [InlineData("cilium-1.17.13", "cilium-1.17.8")]
    [InlineData("cilium-1.18.1", "cilium-1.18.0")]
    [InlineData("cilium-1.18.6", "cilium-1.18.2")]
    [InlineData("cilium-1.18", "cilium-1.18.7")]
    [InlineData("cilium-1.19", "cilium-1.19.0")]
    public void A_release_falls_under_the_last_row_that_it_has(string name, string row)
    {
        Assert.True(CiliumReleases.TryResolve(name, out CiliumRelease? release));
        Assert.Equal(row, release.Name);
    }

    [Theory]
    [InlineData("cilium-1.14")]
    [InlineData("cilium-1.20")]
    [InlineData("cilium-1.17.")]
    [InlineData("cilium-1.17.03")]
    [InlineData("cilium-1.17.100")]
    [InlineData("cilium-1.17.-1")]
    [InlineData("cilium-1.17.1.1")]
    [InlineData("cilium-1.")]
    [InlineData("Cilium-1.17")]
    [InlineData("cilium-2.0")]
    public void Nothing_else_is_a_release(string name)
    {
        Assert.False(CiliumReleases.TryResolve(name, out _));
        Assert.False(VariantCatalog.Knows(name));
        Assert.Throws<ArgumentException>(() => NatDatapath.Create(new NatOptions { Variant = name, Map = new MapOptions(64) }));
    }

    [Fact]
    public void A_patch_release_that_is_newer_than_the_recordings_is_uncertain()
    {
        Assert.Equal(
            "cilium-1.18.9 is newer than cilium-1.18.7, the newest patch release that was recorded; it is taken for cilium-1.18.7",
            CiliumReleases.WhyUncertain("cilium-1.18.9"));
        Assert.Null(CiliumReleases.WhyUncertain("cilium-1.18.7"));
        Assert.Null(CiliumReleases.WhyUncertain("cilium-1.18"));
        Assert.Null(CiliumReleases.WhyUncertain("baseline"));
    }

    [Fact]
    public void Each_row_differs_from_the_one_before_and_its_variant_exists() => Assert.All(
        CiliumReleases.All.Zip(CiliumReleases.All.Skip(1)),
        pair =>
        {
            (CiliumRelease before, CiliumRelease release) = pair;
            Assert.NotEqual(before with { Minor = 0, Patch = 0, Changes = "" }, release with { Minor = 0, Patch = 0, Changes = "" });
            Assert.Contains(VariantCatalog.Variants, variant => variant.Name == release.Variant);
            Assert.True((before.Minor, before.Patch).CompareTo((release.Minor, release.Patch)) < 0);
        });
}
