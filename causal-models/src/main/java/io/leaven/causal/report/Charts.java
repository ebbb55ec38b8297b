package io.leaven.causal.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts of one look, drawn without a screen. */
public final class Charts {

    /** Okabe and Ito's colours, which stay apart for colour-blind eyes, too. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0x56B4E9),
        new Color(0xE69F00),
        new Color(0x000000)
    };

    private static final int WIDTH = 900;
    private static final int HEIGHT = 450;
    private static final int SHARPNESS = 2;

    private Charts() {}

    /** An empty chart of lines or points, to add series to. */
    public static XYChart lines(String title, String x, String y) {
        return lines(title, x, y, HEIGHT);
    }

    /** The same of another height, in pixels; the usual one is 450. */
    public static XYChart lines(String title, String x, String y, int height) {
        headless();
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(height)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        look(chart.getStyler());
        chart.getStyler().setMarkerSize(0);
        return chart;
    }

    /** An empty chart of bars or points by category. */
    public static CategoryChart categories(String title, String x, String y) {
        return categories(title, x, y, HEIGHT);
    }

    /** The same of another height, in pixels. */
    public static CategoryChart categories(String title, String x, String y, int height) {
        headless();
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(height)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        look(chart.getStyler());
        return chart;
    }

    /** The picture of a chart, at twice its size, so that it is sharp on any screen and on paper. */
    public static byte[] png(IChart chart) {
        return png(chart, SHARPNESS);
    }

    /** The picture of one chart of many, at its own size, a quarter of the bytes. */
    public static byte[] smallPng(IChart chart) {
        return png(chart, 1);
    }

    private static byte[] png(IChart chart, int sharpness) {
        int width = chart.getWidth();
        int height = chart.getHeight();
        BufferedImage image = new BufferedImage(sharpness * width, sharpness * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(sharpness, sharpness);
        chart.paint(graphics, width, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream png = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void look(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(new Color(0xE5E5E5));
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setSeriesColors(COLOURS);
        styler.setSeriesMarkers(new Marker[] {SeriesMarkers.CIRCLE});
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    /** Before the first class of AWT is loaded; a screen that is named but not there would be an error. */
    private static void headless() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }
}
