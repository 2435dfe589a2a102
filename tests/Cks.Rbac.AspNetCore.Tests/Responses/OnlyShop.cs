using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore.Tests.Responses;

/// <summary>A host that knows one controller of this assembly.</summary>
internal sealed class OnlyShop : IApplicationFeatureProvider<ControllerFeature>
{
    public static void AddTo(WebApplicationBuilder builder) => builder.Services.AddControllers().ConfigureApplicationPartManager(m =>
    {
        m.FeatureProviders.Clear();
        m.FeatureProviders.Add(new OnlyShop());
    });

    public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature) => feature.Controllers.Add(System.Reflection.IntrospectionExtensions.GetTypeInfo(typeof(ShopController)));
}
