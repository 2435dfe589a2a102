using System.Reflection;

namespace Cks.Core.Tests;

public sealed class CksCodesTests
{
    [Fact]
    public void Every_declared_code_is_listed_once_and_in_order()
    {
        var declared = typeof(CksCodes).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType == typeof(CksCode))
            .Select(p => (CksCode)p.GetValue(null)!);
        var listed = CksCodes.All.Select(c => c.Id).ToArray();

        Assert.Equal(declared.Select(c => c.Id).Order(StringComparer.Ordinal), listed);
        Assert.Equal(listed.Distinct(), listed);
    }

    [Fact]
    public void Ids_are_CKS_and_three_digits_of_a_known_block()
    {
        Assert.All(CksCodes.All, c => Assert.Matches("^CKS[0-6][0-9]{2}$", c.Id));
    }

    [Fact]
    public void Titles_are_one_sentence_without_a_full_stop_and_differ()
    {
        Assert.All(CksCodes.All, c => Assert.Matches("^[A-Z][^.\n]+$", c.Title));
        Assert.Equal(CksCodes.All.Count, CksCodes.All.Select(c => c.Title).Distinct().Count());
    }

    [Theory]
    [InlineData("CKS204")]
    [InlineData("cks204")]
    public void A_code_is_found_in_any_case(string id) => Assert.Same(CksCodes.UnknownCapability, CksCodes.Find(id));

    [Theory]
    [InlineData("")]
    [InlineData("CKS")]
    [InlineData("CKS999")]
    [InlineData("204")]
    public void An_unknown_id_finds_nothing(string id) => Assert.Null(CksCodes.Find(id));

    [Fact]
    public void A_code_prints_as_its_id() => Assert.Equal("CKS101", CksCodes.NotJson.ToString());
}
