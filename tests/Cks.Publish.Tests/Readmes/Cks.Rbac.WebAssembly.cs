// What the readme takes as given: what its application imports, and the builder of the browser's host, which has the same services.
global using System.Text.Json.Serialization;
global using Microsoft.AspNetCore.Components;
global using Microsoft.AspNetCore.Components.Authorization;

internal static class Given
{
    public static HostApplicationBuilder builder = null!;
}
