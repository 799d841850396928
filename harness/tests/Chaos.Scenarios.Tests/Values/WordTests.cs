using Chaos.Scenarios.Values;

namespace Chaos.Scenarios.Tests.Values;

/// <summary>Names, choices, sentences and what error messages make of foreign text.</summary>
public sealed class WordTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("receive-only-2", true)]
    [InlineData("", false)]
    [InlineData("A", false)]
    [InlineData("a_b", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("a\n", false)]
    public void A_name_is_fit_for_a_path(string text, bool isName) => Assert.Equal(isName, new NameParser().Parse(text).Wrong is null);

    [Fact]
    public void A_name_of_more_than_100_letters_is_refused() => Assert.NotNull(new NameParser().Parse(new string('a', 101)).Wrong);

    [Theory]
    [InlineData("one", null)]
    [InlineData("ONE", "`ONE` is not one of one, two; did you mean `one`?")]
    [InlineData("something", "`something` is not one of one, two")]
    public void A_choice_is_one_of_its_words(string text, string? wrong) =>
        Assert.Equal(wrong, new ChoiceParser<int>(("one", 1), ("two", 2)).Parse(text).Wrong);

    [Fact]
    public void A_sentence_becomes_one_line() => Assert.Equal("a b c", new SentenceParser().Parse(" a\n b\t\tc\n").Value);

    [Theory]
    [InlineData("clientEvry", "clientEvery")]
    [InlineData("servers ", "servers")]
    [InlineData("CLIENTEVERY", "clientEvery")]
    [InlineData("a", null)]
    [InlineData("", null)]
    [InlineData("completely different", null)]
    public void The_nearest_word_is_suggested_if_it_is_near(string text, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(text, ["clientEvery", "serverEvery", "servers", "nat"]));

    [Fact]
    public void A_long_text_has_no_neighbour_and_is_cut_in_messages()
    {
        string text = new('x', 1_000_000);

        Assert.Null(Suggestion.Nearest(text, [text]));
        Assert.Equal($"`{new string('x', 60)}...`", Quote.Of(text));
    }

    [Fact]
    public void Control_characters_never_reach_a_terminal() => Assert.Equal("`a\\u001b[2J\\u000a`", Quote.Of("a\u001b[2J\n"));
}
