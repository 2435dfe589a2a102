namespace Cks.Core.Tests;

public sealed class DiagnosticBagTests
{
    private static readonly SourceLocation Place = new("a.json", 3, 5, "/nmae");

    [Fact]
    public void A_warning_alone_does_not_refuse_a_document()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.AllFields, Place, "Every field is listed.");

        Assert.False(bag.HasErrors);
        bag.ThrowIfErrors();
        Assert.Single(bag);
    }

    [Fact]
    public void An_error_stays_an_error_when_a_warning_follows()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.NotJson, Place, "Broken.");
        bag.Add(CksCodes.AllFields, Place, "Every field is listed.");

        Assert.True(bag.HasErrors);
        Assert.Equal(2, bag.Count);
    }

    [Fact]
    public void The_exception_lists_every_finding_with_its_place_and_fix()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.UnknownProperty, Place, "\"nmae\" is not known here.", "Did you mean \"name\"?");
        bag.Add(CksCodes.NotJson, SourceLocation.Whole("b.json"), "Broken.");

        var exception = Assert.Throws<CksConfigurationException>(bag.ThrowIfErrors);

        Assert.Equal(
            string.Join(Environment.NewLine, "CKS106 a.json:3:5 \"nmae\" is not known here. Did you mean \"name\"?", "CKS101 b.json Broken."),
            exception.Message);
        Assert.Equal([CksCodes.UnknownProperty, CksCodes.NotJson], exception.Diagnostics.Select(d => d.Code));
    }

    [Fact]
    public void The_exception_keeps_its_findings_when_the_bag_grows()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.NotJson, Place, "Broken.");
        var exception = Assert.Throws<CksConfigurationException>(bag.ThrowIfErrors);

        bag.Add(CksCodes.NotJson, Place, "Broken again.");

        Assert.Single(exception.Diagnostics);
    }

    [Fact]
    public void A_mistake_outside_any_document_names_where_it_is()
    {
        var exception = new CksConfigurationException(CksCodes.InvalidSetting, "Cks:Auth:Issuer", "The setting is empty.", "Write the issuer's address.");

        Assert.Equal("CKS109 Cks:Auth:Issuer The setting is empty. Write the issuer's address.", exception.Message);
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(exception.Diagnostics).Severity);
    }

    [Fact]
    public void S30_What_comes_after_the_limit_is_counted_and_told_in_one_finding()
    {
        var bag = new DiagnosticBag(3);
        for (var i = 0; i < 10; i++)
            bag.Add(CksCodes.NotJson, Place, $"Broken {i}.");

        Assert.Equal((4, 10, true, true), (bag.Count, bag.Total, bag.IsFull, bag.HasErrors));
        Assert.Equal(["Broken 0.", "Broken 1.", "Broken 2.", "7 more findings are not listed."], bag.Select(d => d.Message));
        Assert.Equal((CksCodes.TooManyFindings, SourceLocation.Whole("a.json")), (bag.Last().Code, bag.Last().Location));
        Assert.Equal(4, Assert.Throws<CksConfigurationException>(bag.ThrowIfErrors).Diagnostics.Count);
    }

    [Fact]
    public void An_error_takes_the_place_of_a_warning_where_there_is_no_room()
    {
        var bag = new DiagnosticBag(2);
        bag.Add(CksCodes.NotJson, Place, "First.");
        bag.Add(CksCodes.AllFields, Place, "Warning.");
        bag.Add(CksCodes.NotJson, Place, "Second.");
        bag.Add(CksCodes.AllFields, Place, "Warning.");

        Assert.Equal(["First.", "Second.", "2 more findings are not listed."], bag.Select(d => d.Message));
    }

    [Fact]
    public void A_warning_that_is_not_listed_makes_no_error_of_the_rest()
    {
        var bag = new DiagnosticBag(1);
        bag.Add(CksCodes.AllFields, Place, "First.");
        bag.Add(CksCodes.AllFields, Place, "Second.");

        Assert.False(bag.HasErrors);
        bag.ThrowIfErrors();
        Assert.DoesNotContain(bag, d => d.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void A_sentence_about_a_long_value_is_cut_between_characters()
    {
        var bag = new DiagnosticBag();
        bag.Add(CksCodes.NotJson, Place, "a" + string.Concat(Enumerable.Repeat("\U0001F680", 5_000)));

        var message = Assert.Single(bag).Message;
        Assert.EndsWith("\U0001F680…", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1_990, 2_001);
    }

    [Fact]
    public void A_name_that_was_meant_is_a_member_of_the_finding()
    {
        var bag = new DiagnosticBag();
        bag.AddUnknown(CksCodes.UnknownRole, Place, "No role \"staf\".", "staf", ["staff", "admin"]);
        bag.AddUnknown(CksCodes.UnknownRole, Place, "No role \"x\".", "x", ["staff", "admin"]);

        Assert.Equal([("staff", "Did you mean \"staff\"?"), (null, "Known: admin, staff.")], bag.Select(d => (d.Suggestion, d.Fix)));
    }

    [Fact]
    public void S30_Thousands_of_names_against_thousands_cost_a_bounded_number_of_comparisons()
    {
        var known = new CountedNames([.. Enumerable.Range(0, 20_000).Select(i => $"{i:00000}{new string('x', 95)}")]);
        var bag = new DiagnosticBag();
        for (var i = 0; i < 20_000; i++)
            bag.AddUnknown(CksCodes.UnknownCapability, Place, "Unknown.", $"{i:00000}{new string('x', 94)}y", known);

        Assert.Equal(20_000, bag.Total);
        Assert.NotNull(bag.First().Suggestion);
        Assert.InRange(known.Walked, 1, 2 * DiagnosticBag.DefaultLimit);
    }

    /// <summary>Names that count how often somebody walks through them.</summary>
    private sealed class CountedNames(string[] names) : IReadOnlyCollection<string>
    {
        public int Walked { get; private set; }

        public int Count => names.Length;

        public IEnumerator<string> GetEnumerator()
        {
            Walked++;
            return ((IEnumerable<string>)names).GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact]
    public void A_finding_needs_a_code() => Assert.Throws<ArgumentNullException>(() => new DiagnosticBag().Add(null!, Place, "?"));
}
