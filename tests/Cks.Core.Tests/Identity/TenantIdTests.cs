using CsCheck;

namespace Cks.Core.Tests;

public sealed class TenantIdTests
{
    [Theory]
    [InlineData("main")]
    [InlineData("0")]
    [InlineData("acme-eu_2")]
    public void A_slug_is_a_tenant(string text)
    {
        Assert.True(TenantId.TryParse(text, out var tenant));
        Assert.Equal(text, tenant.Value);
        Assert.Equal(text, tenant.ToString());
        Assert.False(tenant.IsNone);
        Assert.Equal(tenant, TenantId.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Main")]
    [InlineData("-main")]
    [InlineData("_main")]
    [InlineData("main\n")]
    [InlineData("ma in")]
    [InlineData("main'--")]
    [InlineData("mаin")]
    [InlineData("١")]
    public void Anything_else_is_refused_and_gives_no_tenant(string? text)
    {
        Assert.False(TenantId.TryParse(text, out var tenant));
        Assert.True(tenant.IsNone);
        Assert.Throws<FormatException>(() => TenantId.Parse(text!));
    }

    [Fact]
    public void The_longest_slug_has_64_characters()
    {
        Assert.True(TenantId.TryParse(new('a', 64), out _));
        Assert.False(TenantId.TryParse(new('a', 65), out _));
    }

    [Fact]
    public void The_default_value_is_no_tenant_and_equals_no_parsed_one()
    {
        TenantId none = default;

        Assert.True(none.IsNone);
        Assert.Equal("", none.Value);
        Assert.Equal("", none.ToString());
        Assert.NotEqual(none, TenantId.Parse("main"));
        Assert.Equal(none, default);
    }

    [Fact]
    public void Tenants_are_equal_exactly_when_their_slugs_are()
    {
        var slugs = Gen.Char["ab0-_"].Array[1, 3].Select(c => new string(c)).Where(s => TenantId.TryParse(s, out _));
        Gen.Select(slugs, slugs).Sample((a, b) => TenantId.Parse(a) == TenantId.Parse(b) == string.Equals(a, b, StringComparison.Ordinal), iter: 2_000);
    }

    [Fact]
    public void Only_the_documented_alphabet_is_ever_accepted()
    {
        Gen.String.Sample(text =>
        {
            var expected = text.Length is >= 1 and <= 64 && char.IsAsciiLetterLower(text[0]) | char.IsAsciiDigit(text[0])
                && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
            return TenantId.TryParse(text, out _) == expected;
        }, iter: 5_000);
    }

    [Fact]
    public void Claim_names_are_distinct()
    {
        var names = typeof(CksClaimTypes).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToArray();

        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
    }
}
