using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Cks.Testing;

namespace Cks.Auth.Tests;

/// <summary>Holds <c>docs/token-cases.md</c> and the collections of Cks.Testing against each other and against the tests.</summary>
[Collection(nameof(CaseCollection))]
public sealed partial class CasePageTests(CaseLab lab)
{
    /// <summary>Cases that are no token but a key set, a request or a webhook, and what was revoked; their tests stand beside the code that decides them.</summary>
    private static readonly int[] Elsewhere = [12, 13, 14, 15, 16, 28, .. Enumerable.Range(42, 11), 77, 87, 88, 90];

    [Fact]
    public void The_page_has_each_case_once() => Assert.Equal(Enumerable.Range(1, 90), Page().Select(row => row.Number));

    [Fact]
    public void The_page_gives_the_reasons_that_the_tokens_have()
    {
        var tokens = lab.Hostile.Where(h => h.Case is not null).ToLookup(h => h.Case!.Value, h => h.Expected.ToText());
        Assert.All(Page().Where(row => tokens.Contains(row.Number)), row => Assert.Equal((row.Number, string.Join(' ', tokens[row.Number].Distinct().Order(StringComparer.Ordinal))), (row.Number, row.Reasons)));
        Assert.Equal(Enumerable.Range(1, 90).Except(Elsewhere).Except([36, 62, 80]), tokens.Select(t => t.Key).Except(Elsewhere).Order());
    }

    [Fact]
    public void Every_reason_on_the_page_is_one() =>
        Assert.Empty(Page().SelectMany(row => row.Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Except(Enum.GetValues<TokenRejectionReason>().Select(r => r.ToText())));

    [Fact]
    public void Every_case_has_a_test_of_its_number()
    {
        var here = typeof(CasePageTests).Assembly.GetTypes().SelectMany(t => t.GetMethods()).Where(m => m.GetCustomAttributes<FactAttribute>().Any()).Select(m => m.Name);
        // What a request is decided by stands in the tests of the package that reads requests.
        var ofRequests = Directory.EnumerateFiles(Path.Combine(Root(), "tests/Cks.Auth.AspNetCore.Tests"), "*.cs")
            .SelectMany(File.ReadLines).Select(line => Method().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value);
        var tested = here.Concat(ofRequests).Select(name => TestName().Match(name)).Where(m => m.Success).Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        Assert.Empty(Enumerable.Range(1, 90).Except(tested));
    }

    [Fact]
    public void Every_hostile_token_is_refused_for_its_own_reason_and_cheaply() => Assert.Empty(lab.Hostile.Select(lab.Complaint).OfType<string>());

    [Fact]
    public void Every_reason_that_a_token_alone_can_give_has_a_hostile_token() =>
        Assert.Equal(
            Enum.GetValues<TokenRejectionReason>()
                .Except([TokenRejectionReason.MultipleCredentials, TokenRejectionReason.KeyMismatch, TokenRejectionReason.TooOld, TokenRejectionReason.Revoked]).Order(),
            lab.Hostile.Select(h => h.Expected).Distinct().Order());

    [Fact]
    public void A_name_stands_once_in_its_collection_and_the_same_arguments_give_the_same_names()
    {
        foreach (var make in new[] { () => HostileTokens.For(lab.Oidc, "ada", "portal"), () => HostileTokens.ForRfc9068(lab.Rfc9068, "ada", "portal"), () => HostileTokens.ForClerk(lab.Clerk, CaseLab.User, CaseLab.Party) })
        {
            var tokens = make();
            Assert.Equal(tokens.Count, tokens.Select(t => t.Name).Distinct().Count());
            Assert.Equal(tokens.Select(t => (t.Case, t.Name, t.Expected)), make().Select(t => (t.Case, t.Name, t.Expected)));
        }
    }

    /// <summary>Rows of the table: number, and the reasons in order of their names.</summary>
    private static IEnumerable<(int Number, string Reasons)> Page() =>
        from line in File.ReadLines(Path.Combine(Root(), "docs/token-cases.md"))
        let cells = line.Split(" | ")
        where line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2])
        select (int.Parse(cells[0][2..], CultureInfo.InvariantCulture), string.Join(' ', Quoted().Matches(cells[2]).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CksCore.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"^    public \S+(?: \S+)? (Case[0-9]{2}_\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex("^Case([0-9]{2})_")]
    private static partial Regex TestName();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Quoted();
}
