using System.Text;
using CsCheck;

namespace Cks.Core.Tests;

public sealed class EcmaPatternTests
{
    [Theory]
    [InlineData("^a.c$", "a🚀c", true)]
    [InlineData("^a.c$", "a\nc", false)]
    [InlineData("^🚀{2}$", "🚀🚀", true)]
    [InlineData("^[🚀-🚂]$", "🚁", true)]
    [InlineData("^[^🚀]$", "🚁", true)]
    [InlineData("^[^🚀]$", "🚀", false)]
    [InlineData("^[^a]$", "🚀", true)]
    [InlineData("^[\\u{10000}-\\u{10FFFF}]$", "🚀", true)]
    [InlineData("^[\\u{1F000}-\\u{1FBFF}]+$", "🚀", true)]
    [InlineData("^[\\u{1F3FF}-\\u{20001}]+$", "🏿🚀𠀁", true)]
    [InlineData("^[\\u{1F3FF}-\\u{20001}]+$", "𠀂", false)]
    [InlineData("^\\ud83d\\ude80$", "🚀", true)]
    [InlineData("^\\ud83dx$", "🚀x", false)]
    [InlineData("^\\u{41}\\x42\\u0043$", "ABC", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("^\\d$", "٣", false)]
    [InlineData("^\\D$", "٣", true)]
    [InlineData("^\\w\\W$", "aé", true)]
    [InlineData("^[\\w-]+$", "a-b", true)]
    [InlineData("^[\\S]$", "\u00a0", false)]
    [InlineData("^\\s\\S$", "\ufeffa", true)]
    [InlineData("^\\p{L}\\p{Lu}\\p{Uppercase_Letter}$", "éÉÉ", true)]
    [InlineData("^\\p{Letter}$", "𝒜", true)]
    [InlineData("^\\P{Letter}$", "1", true)]
    [InlineData("^\\p{gc=Nd}\\p{General_Category=Decimal_Number}\\p{digit}$", "1٣৪", true)]
    [InlineData("^\\p{ASCII}\\p{AHex}\\p{Any}\\p{White_Space}$", "aF🚀 ", true)]
    [InlineData("^\\p{LC}$", "ª", false)]
    [InlineData("^\\t\\n\\v\\f\\r\\0$", "\t\n\v\f\r\0", true)]
    [InlineData("^\\cA[\\b]$", "\u0001\b", true)]
    [InlineData("\\bword\\b", "a word!", true)]
    [InlineData("\\bword\\b", "aword", false)]
    [InlineData("\\Bord", "word", true)]
    [InlineData("\\Bord", "ord", false)]
    [InlineData("^(a)(?<x>b)\\1\\k<x>$", "abab", true)]
    [InlineData("^(?:(a)|b)\\1c$", "bc", true)]
    [InlineData("^\\1(a)$", "a", true)]
    [InlineData("^(?=a)(?!ab)a", "ac", true)]
    [InlineData("(?<=a)(?<!xa)b", "xab", false)]
    [InlineData("^a{2,3}?$", "aaa", true)]
    [InlineData("^a{2}$", "aaa", false)]
    [InlineData("^a{2,}$", "aaa", true)]
    [InlineData("^a*b+c?$", "bb", true)]
    [InlineData("^(ab|cd|)$", "", true)]
    [InlineData("^[]$", "a", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("^[a-]$", "-", true)]
    [InlineData("^[\\d-x]$", "-", true, "a range in a class ends before it begins")]
    [InlineData("^\\-\\@\\_\\/$", "-@_/", true)]
    [InlineData("^[0-9]+\\.[0-9]+$", "1.5", true)]
    [InlineData("^[0-9]+\\.[0-9]+$", "15", false)]
    [InlineData("^a?a$", "a", true)]
    [InlineData("^x-", "x-y", true)]
    [InlineData("^x-", "y", false)]
    [InlineData("^$", "", true)]
    [InlineData("^$", "a", false)]
    [InlineData("^a$b", "a", false)]
    [InlineData("^a^b", "ab", false)]
    [InlineData("a", "cab", true)]
    [InlineData("^[^x]+$", "é", true)]
    [InlineData("^\\^$", "^", true)]
    public void A_pattern_means_what_ECMA_262_says(string pattern, string text, bool matches, string? error = null)
    {
        var left = TimeSpan.FromSeconds(10);
        var made = SchemaPattern.Create(pattern, left, out var why);

        Assert.Equal(error ?? "", why);
        if (error is null)
            Assert.Equal(matches, made!.IsMatch(Encoding.UTF8.GetBytes(text), ref left));
    }

    [Theory]
    [InlineData("(", "a group is not closed")]
    [InlineData("a)", "a group is closed that is not open")]
    [InlineData("[a", "a class is not closed")]
    [InlineData("[b-a]", "a range in a class ends before it begins")]
    [InlineData("*a", "there is nothing to repeat")]
    [InlineData("a**", "there is nothing to repeat")]
    [InlineData("(?=a)*", "an assertion cannot be repeated")]
    [InlineData("a{", "a repetition has no number")]
    [InlineData("a{1", "a repetition is not closed")]
    [InlineData("a{2,1}", "a repetition ends before it begins")]
    [InlineData("a}", "\"}\" needs a backslash")]
    [InlineData("a]", "\"]\" needs a backslash")]
    [InlineData("\\", "it ends with a backslash")]
    [InlineData("\\Z", "\"\\Z\" is no escape that ECMA-262 knows")]
    [InlineData("\\01", "\"\\0\" is no escape that ECMA-262 knows")]
    [InlineData("[\\1]", "\"\\1\" is no escape that ECMA-262 knows")]
    [InlineData("\\c1", "\"\\c\" is no escape that ECMA-262 knows")]
    [InlineData("\\x4", "an escape has too few digits")]
    [InlineData("\\uD8", "an escape has too few digits")]
    [InlineData("\\u{110000}", "\\u{...} names no character")]
    [InlineData("\\u{41", "\\u{...} names no character")]
    [InlineData("\\pL", "a property has no name")]
    [InlineData("\\p{L", "a property has no name")]
    [InlineData("\\p{Klingon}", "the property \"Klingon\" is not known; general categories are")]
    [InlineData("\\2(a)", "there is no group \"2\"")]
    [InlineData("\\k<x>", "there is no group \"x\"")]
    [InlineData("\\k", "a group is of no kind that ECMA-262 knows")]
    [InlineData("(?<x>a)(?<x>b)", "there are two groups \"x\"")]
    [InlineData("(?<1>a)", "\"1\" is no name of a group")]
    [InlineData("(?i:a)", "a group is of no kind that ECMA-262 knows")]
    [InlineData("(?<x", "a group is of no kind that ECMA-262 knows")]
    [InlineData("(?>a)", "a group is of no kind that ECMA-262 knows")]
    public void What_is_no_pattern_says_why(string pattern, string error)
    {
        Assert.Equal(error, EcmaPattern.Parse(pattern).Error);
        Assert.Null(SchemaPattern.Create(pattern, TimeSpan.FromSeconds(1), out var why));
        Assert.Equal(error, why);
    }

    [Theory]
    [InlineData("^[a-z][a-z0-9-]*$", true)]
    [InlineData("^#[0-9a-fA-F]{6}$", true)]
    [InlineData("^[a-z]*[0-9]", true)]
    [InlineData("^[a-z]*a$", false)]
    [InlineData("^a?b?a$", false)]
    [InlineData("a", false)]
    [InlineData("^a|b$", false)]
    [InlineData("^(a)$", false)]
    public void Only_a_pattern_without_choices_is_matched_without_the_engine(string pattern, bool linear) => Assert.Equal(linear, EcmaPattern.Parse(pattern).Linear is not null);

    [Fact]
    public void The_short_way_and_the_engine_agree()
    {
        var parts = Gen.OneOf("a", "b", "[ab]", "[^a]", "\\d", "-").SelectMany(part => Gen.OneOf("", "*", "+", "?", "{2}", "{1,2}").Select(q => part + q)).Array[1, 4].Select(string.Concat);
        Check.Sample(
            Gen.Select(parts, Gen.OneOf("", "$"), Gen.Char["ab1-"].Array[0, 6].Select(c => new string(c))),
            (middle, end, text) =>
            {
                var left = TimeSpan.FromSeconds(10);
                var pattern = $"^{middle}{end}";
                return SchemaPattern.Create(pattern, left, out _)!.IsMatch(Encoding.UTF8.GetBytes(text), ref left) == SchemaPattern.Create($"(?:{pattern})", left, out _)!.IsMatch(Encoding.UTF8.GetBytes(text), ref left);
            },
            iter: 2_000);
    }

    [Fact]
    public void Without_time_left_there_is_no_answer()
    {
        var left = TimeSpan.Zero;

        Assert.Null(SchemaPattern.Create("(a|b)", TimeSpan.FromSeconds(1), out _)!.IsMatch("a"u8, ref left));
    }

    [Fact]
    public void A_long_text_is_matched_too()
    {
        var left = TimeSpan.FromSeconds(10);

        Assert.True(SchemaPattern.Create("(x|y)$", left, out _)!.IsMatch([.. Enumerable.Repeat((byte)'a', 5_000), (byte)'y'], ref left));
    }
}
