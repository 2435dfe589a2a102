using System.Text;

namespace Cks.Core.Tests;

public sealed class SchemaFormatsTests
{
    [Theory]
    [InlineData("date-time", "2026-01-31 10:00:00Z", false)]
    [InlineData("date-time", "2026-01-31", false)]
    [InlineData("date", "2026-11-31", false)]
    [InlineData("time", "10:00:00.Z", false)]
    [InlineData("time", "10:00:00+01x00", false)]
    [InlineData("time", "aa:00:00Z", false)]
    [InlineData("duration", "P1W", true)]
    [InlineData("duration", "P1YT", false)]
    [InlineData("duration", "PT1", false)]
    [InlineData("duration", "P1DT1S", true)]
    [InlineData("email", "\"a\\\"b\"@x.y", true)]
    [InlineData("email", "\"a\\", false)]
    [InlineData("email", "\"a\\\"@x", false)]
    [InlineData("email", "\"a\u0001\"@x", false)]
    [InlineData("email", "\"a\"b\"@x", false)]
    [InlineData("email", "a@-x", false)]
    [InlineData("email", "a@x-", false)]
    [InlineData("email", "a@[IPv6:::g]", false)]
    [InlineData("email", "a@x..y", false)]
    [InlineData("uuid", "123e4567-e89b-12d3-a456-42661417400g", false)]
    [InlineData("json-pointer", "/a~0~1", true)]
    [InlineData("ipv4", "1.2.3.4.5", false)]
    [InlineData("ipv4", "1.2.3.", false)]
    [InlineData("ipv6", "1::1.2.3.4", true)]
    [InlineData("ipv6", "1:2:3:4:5:6:7::1.2.3.4", false)]
    [InlineData("regex", "a{1,2}", true)]
    [InlineData("regex", "a{2,1}", false)]
    [InlineData("hostname", "-not a host-", true)]
    public void A_text_has_a_format_or_not(string format, string text, bool expected) => Assert.Equal(expected, SchemaFormats.IsMatch(SchemaFormats.Find(format), Encoding.UTF8.GetBytes(text)));
}
