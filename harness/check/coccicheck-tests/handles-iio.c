// SPDX-License-Identifier: GPL-2.0
/* Lines that have to be found say so: here what the device reads counts, too. */
#include <linux/iio/iio.h>
#include <linux/regmap.h>
#include <linux/spi/spi.h>

struct sensor {
	struct spi_device *spi;
	struct regmap *map;
	int range;
	u8 lines[4] ____cacheline_aligned;
};

struct good_sensor {
	struct spi_device *spi;
	int range;
	u8 tx[4] __aligned(IIO_DMA_MINALIGN);
	u8 rx[4];
};

int sensor_write(struct sensor *s, struct good_sensor *g)
{
	u8 local[4];

	spi_write(s->spi, s->lines, 4);	/* found */
	spi_write(s->spi, local, 4);	/* found */
	regmap_bulk_write(s->map, 0, local, 4);	/* found */
	regmap_bulk_read(s->map, 0, local, 4);
	spi_read(g->spi, g->rx, 4);
	return spi_write(g->spi, g->tx, 4);
}

int sensor_probe(struct spi_device *spi, struct sensor *s)
{
	s->map = devm_regmap_init_spi(spi, NULL);
	return 0;
}
