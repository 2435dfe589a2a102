using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.WebAssembly.Tests.Configuration;

public sealed class CksPermissionsOptionsTests
{
    public static TheoryData<string, Action<CksPermissionsOptions>> Wrong => new()
    {
        { "Address", o => o.Address = null! },
        { "Address", o => o.Address = new("ftp://files.example/permissions") },
        { "RefreshAfter", o => o.RefreshAfter = TimeSpan.Zero },
        { "RefreshAfter", o => o.RefreshAfter = TimeSpan.FromHours(2) },
        { "RetryAfter", o => o.RetryAfter = TimeSpan.FromMilliseconds(10) },
        { "Timeout", o => o.Timeout = TimeSpan.FromMinutes(3) },
        { "MaxBytes", o => o.MaxBytes = 10 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_option_out_of_its_range_stops_the_application(string name, Action<CksPermissionsOptions> wrong)
    {
        var mistake = Assert.Throws<CksConfigurationException>(() => new ServiceCollection().AddCksPermissions(wrong));

        Assert.Contains(name, Assert.Single(mistake.Diagnostics).ToString(), StringComparison.Ordinal);
    }
}
