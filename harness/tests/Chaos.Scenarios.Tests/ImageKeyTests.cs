namespace Chaos.Scenarios.Tests;

/// <summary>`nat.image` and `nat.env`; the scenario has five lines, so that they are in the sixth.</summary>
public sealed class ImageKeyTests
{
    [Theory]
    [InlineData(
        "nat: { target: image }",
        "6:16: `nat.target`: image needs `nat.image`, the name of your NAT's image; for example image: my-nat:1.2")]
    [InlineData("nat: { image: my-nat }", "6:15: `nat.image`: is for `nat.target: image` alone; write that target, or remove it")]
    [InlineData("nat: { env: [A=b] }", "6:13: `nat.env`: is for `nat.target: image` alone; write that target, or remove it")]
    [InlineData(
        "nat: { target: image, image: 'my nat' }",
        "6:30: `nat.image`: `my nat` is no name of an image; write it as the engine lists it, for example my-nat:1.2")]
    [InlineData(
        "nat: { target: image, image: a, env: [CHAOS_SEED=1] }",
        "6:38: `nat.env`: `CHAOS_SEED=1`: names that begin with CHAOS_ belong to the contract; choose another")]
    [InlineData(
        "nat: { target: image, image: a, env: [A] }", "6:38: `nat.env`: `A` is no variable; write NAME=value, without blanks and commas")]
    [InlineData("nat: { target: image, image: a, env: [A=1, A=2] }", "6:38: `nat.env`: `A=1, A=2` has A twice; write it once")]
    public void An_image_and_its_target_belong_together(string nat, string mistake) =>
        Assert.Equal([$"{Given.File}:{mistake}"], Given.Mistakes(Given.Small + nat));

    [Fact]
    public void In_a_matrix_of_targets_the_image_is_for_the_cells_that_run_it() => Assert.Equal(
        ["my-nat"], Given.Plan(Given.Small + "nat: { image: my-nat }\nmatrix: { nat.target: [csharp, image] }").Images);
}
