using Chaos.Containers.Cleaning;

namespace Chaos.Containers.Lifecycle.Tests;

public sealed class RunOwnerTests
{
    private static readonly RunOwner here = RunOwner.ThisProcess;

    [Fact]
    public void A_label_comes_back_as_the_owner_it_was_made_of() => Assert.Equal(here, RunOwner.Parse(here.ToString()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1/2/3")]
    [InlineData("x/2/3/4")]
    [InlineData("99999999999/2/3/4")]
    public void A_label_of_another_form_names_nobody(string? label) => Assert.Null(RunOwner.Parse(label));

    [Fact]
    public void A_process_is_alive_only_if_it_started_when_the_label_says()
    {
        Assert.Equal(OwnerState.Alive, here.StateFrom(here, sameMachine: true));
        Assert.Equal(OwnerState.Dead, (here with { StartTicks = here.StartTicks - 1 }).StateFrom(here, sameMachine: true));
        Assert.Equal(OwnerState.Dead, (here with { Process = int.MaxValue }).StateFrom(here, sameMachine: true));
    }

    [Fact]
    public void An_owner_that_cannot_be_seen_from_here_is_never_called_dead()
    {
        Assert.Equal(OwnerState.Unknown, (here with { Namespace = "another" }).StateFrom(here, sameMachine: true));
        Assert.Equal(OwnerState.Unknown, (here with { Boot = "another" }).StateFrom(here, sameMachine: false));
        Assert.Equal(OwnerState.Dead, (here with { Boot = "earlier" }).StateFrom(here, sameMachine: true));
    }
}
